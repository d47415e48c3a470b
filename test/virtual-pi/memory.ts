import { type Access, runAsRoot, sshArguments } from "../../src/boot/session.ts";
import type { Lab } from "./lab.ts";

/** 1.4 times the memory, each page compressing to half, in a cgroup of its own that the kernel ends first. */
export const hog = `cat >/run/hog.py <<'EOT'
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
export const listing = `(cd /etc && find . ! -name 'ld.so.cache' -printf '%p %m %U %G %l\\n' | sort
find . -type f ! -name 'ld.so.cache' | sort | xargs -d '\\n' sha256sum)`;

export interface Answers {
  readonly api: readonly number[];
  readonly ssh: readonly number[];
  readonly failed: readonly string[];
}

/** Somebody asks the API and logs in, again and again, as long as it lasts; in seconds. */
export async function pollWhile(lab: Lab, work: Promise<unknown>, access: Access): Promise<Answers> {
  const [api, ssh, failed]: [number[], number[], string[]] = [[], [], []];
  let busy = true;
  const done = work.finally(() => {
    busy = false;
  });
  while (busy) {
    const text = await get(lab, access.host, "/healthz");
    if (text.includes('{"status": "ok"}')) api.push(Number.parseFloat(text));
    else failed.push(text);
    const before = performance.now();
    const { code, err } = await access.processes.run([...sshArguments(access), "true"], { timeout: 120 });
    if (code === 0) ssh.push((performance.now() - before) / 1000);
    else failed.push(err);
  }
  await done;
  return { api, ssh, failed };
}

/** Seconds, and what the API says. */
export async function get(lab: Lab, address: string, path: string, pause = 0): Promise<string> {
  const script = `import time, urllib.request
time.sleep(${pause})
before = time.monotonic()
text = urllib.request.urlopen("http://${address}:8080${path}", timeout=120).read().decode()
print(f"{time.monotonic() - before:.3f}", text)`;
  return (await lab.rack.outside("python3", "-c", script)).text;
}

/** What scripts on a node said, by a name; all of it is printed as it comes, but what is long. */
export function notebook() {
  const seen = new Map<string, string>();
  return {
    of: (name: string) => seen.get(name) ?? "",
    keep: (name: string, text: string) => void seen.set(name, text),
    ask: async (access: Access, name: string, script: string) => {
      const before = performance.now();
      const { out, err, code } = await runAsRoot(access, script, () => false);
      seen.set(name, `${out}${err}exit=${code}\n`);
      const seconds = ((performance.now() - before) / 1000).toFixed(1);
      process.stdout.write(`--- ${name}, ${seconds} s\n${out.length > 4000 ? `${out.length} bytes\n` : out}${err}`);
    },
  };
}
