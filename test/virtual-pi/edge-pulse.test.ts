import { afterAll, beforeAll, expect, test } from "vitest";
import { checks } from "../../src/boot/checks.ts";
import { fields, valuesOf } from "../../src/boot/seen.ts";
import { type Access, runAsRoot, sshArguments } from "../../src/boot/session.ts";
import { type Looked, runTrial } from "../../src/boot/trial.ts";
import { schemaFault } from "../support/api-schema.ts";
import { type Lab, openLab, plugIn, ready, wrong } from "./lab.ts";

/** A worker with 1 GiB, like a Pi 3: everything that needs a kernel of its own. One boot; what is seen of it is judged below. */
let lab: Lab;
let looked: readonly Looked[] = [];
const seen = new Map<string, string>();

/** 1.4 times the memory, each page compressing to half, in a cgroup of its own that the kernel ends first. */
const hog = `cat >/run/hog.py <<'EOT'
import mmap, os
size = int(os.sysconf("SC_PHYS_PAGES") * 1.4) * 4096 >> 20 << 20
area = mmap.mmap(-1, size, flags=mmap.MAP_PRIVATE | mmap.MAP_ANONYMOUS)
block = (os.urandom(2048) + bytes(2048)) * 256
for at in range(0, size, 1 << 20):
    area[at : at + (1 << 20)] = block
for at in range(0, size, 1 << 20):
    assert area[at : at + 64] == block[:64]
EOT
count() { sed -n 's/^oom_kill //p' /proc/vmstat; }
peak() { awk 'NR > 1 { print "peak=" $1 " " int($4 / 1024) }' /proc/swaps; }
before=$(count)
systemd-run --quiet --collect --wait --slice=hog.slice --property=OOMScoreAdjust=1000 --unit=hog python3 /run/hog.py &
runner=$!
while kill -0 $runner 2>/dev/null; do peak >>/run/hog.peaks; sleep 1; done
wait $runner
echo "code=$?"
echo "oom=$(($(count) - before))"
sort -t' ' -k1,1 -k2,2n /run/hog.peaks 2>/dev/null | awk '{ most[$1] = $2 } END { for (each in most) print each " " most[each] }'
rm -f /run/hog.peaks`;

/** Names, modes, owners and sums of everything in /etc; an apt or systemd that writes there on its own would show too. */
const listing = `(cd /etc && find . ! -name 'ld.so.cache' -printf '%p %m %U %G %l\\n' | sort
find . -type f ! -name 'ld.so.cache' | sort | xargs -d '\\n' sha256sum)`;

beforeAll(async () => {
  lab = await openLab("dcn1");
  const node = await plugIn(lab, "dcn2", { memoryMiB: 1024 });
  looked = await runTrial({
    slot: node.slot,
    goal: ready(),
    boots: 1,
    checks,
    expected: node.expected,
    access: node.access,
    tell: { boot: () => undefined, looked: () => undefined },
    before: (access) => explore(access, node.expected.node.address),
  });
});
afterAll(() => lab?.close());

async function explore(access: Access, address: string): Promise<void> {
  const ask = async (name: string, script: string) => {
    const { out, err, code } = await runAsRoot(access, script, () => false);
    seen.set(name, `${out}${err}exit=${code}\n`);
    process.stdout.write(`--- ${name}\n${name.startsWith("etc") ? `${out.length} bytes\n` : out + err}`);
  };
  await ask("with", "cat /proc/swaps; edge-pulse status; cat /sys/block/zram0/comp_algorithm");
  seen.set("answers", JSON.stringify(await pollWhile(ask("hog with", hog), access, address)));
  await ask("validate", "edge-pulse validate; echo code=$?; cat /var/tmp/edge_pulse_validation.json | tr -d '\\n'");
  seen.set("report", await get(address, "/perf", 6));
  await ask("install", `edge-pulse rollback --dry-run; ${listing} >/run/etc.installed`);
  await ask(
    "rollback",
    `edge-pulse rollback; echo code=$?; awk 'NR > 1 { print "swap=" $1 }' /proc/swaps; ls /var/lib/edge-pulse
find /etc -name '*edge-pulse*'; systemctl list-units --all --plain --no-legend 'edge-pulse*' | grep -v not-found`,
  );
  await ask("etc before", listing);
  await ask("hog without", hog);
  await ask(
    "again",
    `edge-pulse install; ${listing} >/run/etc.again; cmp /run/etc.installed /run/etc.again && echo same=yes`,
  );
  await ask("back again", "edge-pulse rollback");
  await ask("etc after", listing);
}

interface Answers {
  api: number[];
  ssh: number[];
  failed: string[];
}

/** Somebody asks the API and logs in, again and again, as long as it lasts. */
async function pollWhile(work: Promise<void>, access: Access, address: string): Promise<Answers> {
  const answers: Answers = { api: [], ssh: [], failed: [] };
  let busy = true;
  const done = work.finally(() => {
    busy = false;
  });
  while (busy) {
    const text = await get(address, "/healthz", 0);
    const seconds = Number(/^(\d+\.\d+) /.exec(text)?.[1]);
    if (text.includes('{"status": "ok"}')) answers.api.push(seconds);
    else answers.failed.push(text);
    const before = performance.now();
    const { code, err } = await access.processes.run([...sshArguments(access), "true"], { timeout: 120 });
    if (code === 0) answers.ssh.push((performance.now() - before) / 1000);
    else answers.failed.push(err);
  }
  await done;
  return answers;
}

/** Seconds, and what the API says. */
async function get(address: string, path: string, pause: number): Promise<string> {
  const script = `import time, urllib.request
time.sleep(${pause})
before = time.monotonic()
text = urllib.request.urlopen("http://${address}:8080${path}", timeout=120).read().decode()
print(f"{time.monotonic() - before:.3f}", text)`;
  return (await lab.rack.outside("python3", "-c", script)).text;
}

const of = (name: string) => seen.get(name) ?? "";

test("a worker with 1 GiB is as its Cluster says, swap and its priorities among it", () => {
  expect(looked.map(({ boot, complaint }) => [boot.ending, complaint])).toEqual([["reached", undefined]]);
  expect(looked.flatMap(wrong)).toEqual([]);
});

test("1.4 times the memory is had in full: nothing is ended, and compressed memory was used first", () => {
  const found = fields(of("hog with"));
  expect([found.get("code"), found.get("oom")]).toEqual(["0", "0"]);
  const peaks = new Map(valuesOf(of("hog with"), "peak").map((line) => line.split(" ") as [string, string]));
  expect(Number(peaks.get("/dev/zram0"))).toBeGreaterThan(300);
});

test("meanwhile the API answers and somebody can log in", () => {
  const { api, ssh, failed } = JSON.parse(of("answers")) as Answers;
  process.stdout.write(`worst answer: API ${Math.max(...api)} s, ssh ${Math.max(...ssh)} s, of ${api.length}\n`);
  expect(failed).toEqual([]);
  expect(api.length).toBeGreaterThan(2);
});

test("without Edge-Pulse the same is ended by the kernel", () => {
  const found = fields(of("hog without"));
  expect(found.get("code")).not.toBe("0");
  expect(Number(found.get("oom"))).toBeGreaterThan(0);
});

test("edge-pulse validate finds that everything holds, its memory trial included", () => {
  expect(fields(of("validate")).get("code")).toBe("0");
  expect(of("validate")).toMatch(/^passed +memory pressure/m);
  expect(of("validate")).toMatch(/^passed +zram/m);
});

test("the report over the network is what its JSON Schema says", () => {
  const text = of("report");
  expect(schemaFault("report", text.slice(text.indexOf("{")))).toBeUndefined();
});

test("rollback leaves nothing, a second installation is like the first, and /etc is byte for byte the same after both", () => {
  expect(fields(of("rollback")).get("code")).toBe("0");
  expect(valuesOf(of("rollback"), "swap")).toEqual([]);
  expect(of("rollback")).not.toContain("swapfile\n");
  expect(of("rollback").match(/\/etc\/\S*/g)).toEqual(["/etc/edgegen/edge-pulse.json"]);
  expect(of("again")).toContain("same=yes");
  expect(of("etc after")).toBe(of("etc before"));
  expect(of("etc before").length).toBeGreaterThan(10_000);
});
