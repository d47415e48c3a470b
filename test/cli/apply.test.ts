import { mkdirSync, readdirSync, readFileSync, rmSync, writeFileSync } from "node:fs";
import { dirname, join } from "node:path";
import { afterEach, expect, test } from "vitest";
import type { Io } from "../../src/cli/io.ts";
import { openDisk } from "../../src/host/node-disk.ts";
import { nodeHost } from "../../src/host/node-host.ts";
import { nodeProcesses } from "../../src/host/node-processes.ts";
import { withBootPartition } from "../../src/image/boot-partition.ts";
import { bootBench } from "../support/boot-bench.ts";
import { bootFileOf } from "../support/boot-files.ts";
import { lab, type Workplace } from "../support/workplace.ts";
import { stock } from "../unit/image/sample.ts";

let place: Workplace | undefined;
afterEach(() => {
  place?.remove();
  place = undefined;
});

/** With the boot partition of a stock image mounted. */
function bench(files: Readonly<Record<string, string>> = stock["ubuntu-24.04"].files, profile = lab()) {
  const made = bootBench(profile);
  place = made;
  const boot = join(made.folder, "system-boot");
  for (const [path, text] of Object.entries(files)) {
    mkdirSync(dirname(join(boot, path)), { recursive: true });
    writeFileSync(join(boot, path), text);
  }
  const out = ["--out", join(made.folder, "out")];
  const apply = (args: readonly string[], more: Partial<Io> = {}) => made.run(["apply", ...out, ...args], more);
  const of = (path: string) => readFileSync(join(boot, path), "utf8");
  return { ...made, boot, apply, of, onto: ["--node", "dcn1", "--boot", boot] };
}

const files = (folder: string) =>
  new Map(
    readdirSync(folder, { recursive: true, encoding: "utf8", withFileTypes: true })
      .filter((entry) => entry.isFile())
      .map((entry) => [entry.name, readFileSync(join(entry.parentPath, entry.name), "latin1")]),
  );

test("onto a mounted boot partition: the files that go into an image", async () => {
  const at = bench();
  expect((await at.apply(["--node", "dcn1", "--image", at.base])).code).toBe(0);
  const { code, out, err } = await at.apply(at.onto);
  expect(err).toBe("");
  expect(code).toBe(0);
  expect(out).toBe(`${at.boot}  it is now the card of dcn1\n`);
  for (const path of ["user-data", "meta-data", "network-config", "edgegen/status.txt", "cmdline.txt", "config.txt"])
    expect(at.of(path), path).toBe(await bootFileOf(at.base, path));
  expect(readdirSync(at.boot).filter((name) => name.startsWith("."))).toEqual([]);
  expect(at.of("vmlinuz")).toBe("kernel");
});

test("once more, it writes nothing", async () => {
  const at = bench();
  await at.apply(at.onto);
  const host = { ...nodeHost(), writeAtomic: () => expect.unreachable("nothing differs") };
  const { code, out } = await at.apply(at.onto, { host });
  expect(code).toBe(0);
  expect(out).toBe(`${at.boot}  it is the card of dcn1\n`);
});

test("names that are spelt in capitals are the same files, and the live command line is the one that config.txt names", async () => {
  const { "config.txt": config, "cmdline.txt": line, ...others } = stock["ubuntu-26.04"].files;
  const newest = lab()
    .replace("ubuntu-24.04", "ubuntu-26.04")
    .replace(/.*role: rancher.*\n/, "");
  const at = bench({ ...others, "CONFIG.TXT": config, "CMDLINE.TXT": line }, newest);
  expect((await at.apply(at.onto)).err).toBe("");
  expect(at.of("CONFIG.TXT")).toContain("# edgegen begin");
  expect(at.of("CMDLINE.TXT")).toBe(line);
  expect(at.of("current/cmdline.txt")).toContain("ds=nocloud;i=dcn1-");
  expect(readdirSync(at.boot)).not.toContain("config.txt");
});

test("cut between any two files, the instance is the old one or the new one, and another time mends it", async () => {
  const at = bench();
  const real = nodeHost();
  const order: string[] = [];
  const count = {
    ...real,
    writeAtomic: (...values: Parameters<typeof real.writeAtomic>) => {
      order.push(values[0]);
      return real.writeAtomic(...values);
    },
  };
  await at.apply(at.onto, { host: count });
  expect(order.map((path) => path.slice(at.boot.length + 1)).slice(-2)).toEqual(["meta-data", "cmdline.txt"]);
  const after = files(at.boot);
  for (let writes = 0; writes < order.length; writes += 1) {
    rmSync(at.boot, { recursive: true });
    for (const [path, text] of Object.entries(stock["ubuntu-24.04"].files)) {
      mkdirSync(dirname(join(at.boot, path)), { recursive: true });
      writeFileSync(join(at.boot, path), text);
    }
    let left = writes;
    const cut = {
      ...real,
      writeAtomic: async (...values: Parameters<typeof real.writeAtomic>) => {
        if (left === 0) throw new Error("the power went");
        left -= 1;
        await real.writeAtomic(...values);
      },
    };
    expect((await at.apply(at.onto, { host: cut })).code).toBe(70);
    expect(at.of("cmdline.txt")).not.toContain("ds=nocloud");
    expect((await at.apply(at.onto)).code).toBe(0);
    expect(files(at.boot)).toEqual(after);
  }
});

test("--dry-run shows what would change, no secret among it, and writes nothing", async () => {
  const at = bench();
  const before = files(at.boot);
  const { code, out, err } = await at.apply([...at.onto, "--dry-run"]);
  expect(code, err).toBe(0);
  expect(out).toContain("--- boot/cmdline.txt\n+++ boot/cmdline.txt\n");
  expect(out).toMatch(/^\+.*root=LABEL=writable.* ds=nocloud;i=dcn1-/m);
  expect(out).toContain("+dtparam=watchdog=on\n");
  expect(out).toMatch(/ {2}\d+ files would change\n$/);
  expect(out).not.toContain("PRIVATE KEY");
  const bundle = readFileSync(at.bundle, "utf8");
  const secrets = [...bundle.matchAll(/^ *(?:\w*(?:[sS]ecret|[pP]assword|[tT]oken)): ["']?([A-Za-z0-9]{12,})/gm)].map(
    (match) => match[1] ?? "",
  );
  expect(secrets.length).toBeGreaterThan(3);
  expect(secrets.filter((secret) => out.includes(secret))).toEqual([]);
  expect(files(at.boot)).toEqual(before);
  await at.apply(at.onto);
  expect((await at.apply([...at.onto, "--dry-run"])).out).toBe(`${at.boot}  nothing would change\n`);
});

test("--dry-run without a bundle makes none", async () => {
  const at = bench();
  rmSync(at.bundle);
  expect((await at.apply([...at.onto, "--dry-run"])).code).toBe(0);
  expect(readdirSync(at.folder)).not.toContain("lab.secrets.yaml");
});

test("a card that has run as another node is told what will happen; as the same it keeps its secrets off", async () => {
  const at = bench();
  await at.apply(at.onto);
  const ran = `edgegen status of dcn1 (control-plane)\n`;
  writeFileSync(join(at.boot, "edgegen/status.txt"), ran);
  writeFileSync(join(at.boot, "user-data"), "#cloud-config\n{}\n");
  const same = await at.apply(at.onto);
  expect(same.err).toBe("");
  expect([at.of("user-data"), at.of("edgegen/status.txt")]).toEqual(["#cloud-config\n{}\n", ran]);
  const { code, err } = await at.apply(["--node", "dcn2", "--boot", at.boot]);
  expect(code).toBe(0);
  expect(err).toMatch(/info\[card-used\]: it has run as dcn1-\w+, and is for dcn2-\w+/);
  expect(err).toContain("what dcn1 has stored stays on it");
  expect(at.of("cmdline.txt")).toContain("ds=nocloud;i=dcn2-");
  expect(at.of("cmdline.txt").match(/ds=nocloud/g)?.length).toBe(1);
});

test("an empty folder is most likely a place where nothing is mounted", async () => {
  const at = bench();
  const empty = join(at.boot, "empty");
  mkdirSync(empty);
  const { code, err } = await at.apply(["--node", "dcn1", "--boot", empty]);
  expect([code, err]).toEqual([3, expect.stringContaining(`${empty}: error[image-unfit]: this folder is empty`)]);
});

test.each([
  ["no place", [], "onto what? --boot DIR, --device DEV or --image FILE"],
  ["a file for --boot", ["--boot", "package.json"], "package.json: error[file-unreadable]"],
  ["a folder for --image", ["--image", "src"], "src: error[file-unreadable]"],
  ["a device that is none", ["--device", "/dev/not-there"], "/dev/not-there: error[file-unreadable]"],
  ["a folder that is no boot partition", ["--boot", "src"], "has no config.txt"],
])("refused: %s", async (_what, args, says) => {
  const { code, err } = await bench().apply(["--node", "dcn1", ...args]);
  expect(code).toBe(3);
  expect(err).toContain(says);
});

test("a device of which a part is mounted is refused", async () => {
  const listed = {
    name: "/dev/sdx",
    type: "disk",
    size: 32e9,
    rm: true,
    hotplug: true,
    ro: false,
    tran: "usb",
    vendor: null,
    model: null,
    mountpoint: null,
    children: [{ name: "/dev/sdx1", mountpoint: "/media/me/bootfs" }],
  };
  const processes = {
    ...nodeProcesses(),
    run: async () => ({ code: 0, out: JSON.stringify({ blockdevices: [listed] }), err: "" }),
  };
  const { code, err } = await bench().apply(["--node", "dcn1", "--device", "/dev/sdx"], { processes });
  expect(code).toBe(3);
  expect(err).toContain("/dev/sdx: error[device-refused]: it is mounted: /dev/sdx1 at /media/me/bootfs");
  expect(err).toContain("umount /dev/sdx1");
});

test("an image that was cut while it was written to is mended", async () => {
  const at = bench();
  const disk = openDisk(at.base, "write");
  const boot = 2048 * 512;
  disk.write(
    boot,
    disk.read(boot, 512).map((byte, index) => (index === 0x25 ? byte | 1 : byte)),
  );
  disk.close();
  expect((await at.apply(["--node", "dcn2", "--image", at.base])).code).toBe(0);
  const again = openDisk(at.base, "read");
  expect((await withBootPartition(again, ({ dirty }) => dirty)).value).toBe(false);
  again.close();
});
