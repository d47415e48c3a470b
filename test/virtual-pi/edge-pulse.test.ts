import { afterAll, beforeAll, expect, test } from "vitest";
import { checks } from "../../src/boot/checks.ts";
import { fields, valuesOf } from "../../src/boot/seen.ts";
import type { Access } from "../../src/boot/session.ts";
import { type Looked, runTrial } from "../../src/boot/trial.ts";
import { type Lab, openLab, plugIn, ready, type VirtualNode, wrong } from "./lab.ts";
import { hog, listing, notebook } from "./memory.ts";

/** A worker with 1 GiB, like a Pi 3, with Edge-Pulse, without it, and after a rollback: what `make boot-test` has no time for. */
let lab: Lab;
let looked: readonly Looked[] = [];
const { ask, of } = notebook();

/** All that Edge-Pulse changes outside of files, as a node shows it. */
const kernel = `cat /proc/swaps; cat /sys/block/zram*/disksize 2>/dev/null | grep -v '^0$'
grep -H . /proc/sys/vm/dirty_* /proc/sys/vm/page-cluster /proc/sys/vm/swappiness /proc/sys/vm/vfs_cache_pressure
findmnt --noheadings --output OPTIONS /
systemctl show --property Id,MemoryMin,OOMScoreAdjust system.slice user.slice ssh.service k3s-agent.service
grep -H . /sys/fs/cgroup/system.slice/memory.min /sys/fs/cgroup/system.slice/ssh.service/memory.min
systemctl is-enabled fstrim.timer`;

beforeAll(async () => {
  lab = await openLab("dcn1");
  await trial(await plugIn(lab, "dcn2", { memoryMiB: 1024, plain: true }), async (access) => {
    await ask(access, "kernel plain", kernel);
    await ask(access, "etc plain", listing);
    await ask(access, "hog plain", hog);
  });
  looked = await trial(await plugIn(lab, "dcn2", { memoryMiB: 1024 }), explore);
});
afterAll(() => lab?.close());

const trial = (node: VirtualNode, before: (access: Access) => Promise<void>) =>
  runTrial({
    slot: node.slot,
    goal: ready(),
    boots: 1,
    checks: node.expected.node.edgePulse.enabled ? checks : [],
    expected: node.expected,
    access: node.access,
    tell: { boot: () => undefined, looked: () => undefined },
    before,
  });

async function explore(access: Access): Promise<void> {
  await ask(
    access,
    "with",
    `edge-pulse status; journalctl -u edgegen-firstboot -o short-monotonic | grep -A40 "step edge-pulse\\|edge-pulse:"; ${kernel}`,
  );
  await ask(access, "hog with", hog);
  await ask(access, "install", `edge-pulse rollback --dry-run; ${listing} >/run/etc.installed`);
  await ask(
    access,
    "rollback",
    `edge-pulse rollback; echo code=$?; awk 'NR > 1 { print "swap=" $1 }' /proc/swaps; ls /var/lib/edge-pulse
find /etc -name '*edge-pulse*'; systemctl list-units --all --plain --no-legend 'edge-pulse*' | grep -v not-found`,
  );
  await ask(access, "kernel rolled back", kernel);
  await ask(access, "etc rolled back", listing);
  await ask(
    access,
    "again",
    `edge-pulse install; sleep 20; ${listing} >/run/etc.again; cmp /run/etc.installed /run/etc.again && echo same=yes`,
  );
}

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

test("on a card without Edge-Pulse the same is ended by the kernel", () => {
  const found = fields(of("hog plain"));
  expect(found.get("code")).not.toBe("0");
  expect(Number(found.get("oom"))).toBeGreaterThan(0);
});

test("after a rollback kernel and units are as on a card without Edge-Pulse", () => {
  expect(of("kernel rolled back")).toBe(of("kernel plain"));
  expect(of("kernel plain")).toContain("Filename");
  expect(of("with")).not.toContain(of("kernel plain"));
});

/** A line is a path with its mode and owner, or a sum with its path. */
const pathsIn = (text: string) => new Map(text.split("\n").map((line) => [line, /\.\/\S*/.exec(line)?.[0] ?? line]));

test("and so is /etc, byte for byte, but for what each machine and each card has of its own", () => {
  const [plain, back] = [pathsIn(of("etc plain")), pathsIn(of("etc rolled back"))];
  const alone = [...plain, ...back].filter(([line]) => plain.has(line) !== back.has(line)).map(([, path]) => path);
  const own = /^\.\/(machine-id|edgegen\/(card|edge-pulse)\.json|ssh\/ssh_host_\w+(\.pub)?)$/;
  expect(alone.filter((path) => !own.test(path))).toEqual([]);
  expect(plain.size).toBeGreaterThan(500);
});

test("rollback leaves nothing, and a second installation is like the first", () => {
  expect(fields(of("rollback")).get("code")).toBe("0");
  expect(valuesOf(of("rollback"), "swap")).toEqual([]);
  expect(of("rollback")).not.toContain("swapfile\n");
  expect(of("rollback").match(/\/etc\/\S*/g)).toEqual(["/etc/edgegen/edge-pulse.json"]);
  expect(of("again")).toContain("same=yes");
});
