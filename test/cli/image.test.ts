import { spawnSync } from "node:child_process";
import { createHash } from "node:crypto";
import { existsSync, readdirSync, readFileSync, rmSync, statSync, truncateSync, writeFileSync } from "node:fs";
import { join } from "node:path";
import { pathToFileURL } from "node:url";
import { gzipSync } from "node:zlib";
import { afterEach, expect, test } from "vitest";
import type { Io } from "../../src/cli/io.ts";
import { nodeBulk } from "../../src/host/node-bulk.ts";
import { nodeProcesses } from "../../src/host/node-processes.ts";
import { bootBench, ubuntu } from "../support/boot-bench.ts";
import { bootFileOf } from "../support/boot-files.ts";
import { lab, type Workplace } from "../support/workplace.ts";
import { imageWith, stock } from "../unit/image/sample.ts";

let place: Workplace | undefined;
afterEach(() => {
  place?.remove();
  place = undefined;
});

function bench(text = lab()) {
  const made = bootBench(text);
  place = made;
  const folder = join(made.folder, "out/lab.img");
  const image = (args: readonly string[], more: Partial<Io> = {}) =>
    made.run(["image", "--out", join(made.folder, "out"), ...args], more);
  const left = () => (existsSync(folder) ? readdirSync(folder).sort() : []);
  const of = (node: string) => join(folder, `${node}.img`);
  return { ...made, folder: made.folder, images: folder, image, left, of };
}

const packed = {
  xz: (bytes: Uint8Array) => spawnSync("xz", ["-c0"], { input: bytes, maxBuffer: 1 << 30 }).stdout,
  zst: (bytes: Uint8Array) => spawnSync("zstd", ["-c1"], { input: bytes, maxBuffer: 1 << 30 }).stdout,
  gz: (bytes: Uint8Array) => gzipSync(bytes, { level: 1 }),
};
/** Of whole images: what differs in one would be printed for minutes. */
const sum = (bytes: Uint8Array) => createHash("sha256").update(bytes).digest("hex");
const sumOf = (path: string) => sum(readFileSync(path));

const whole = [".gitignore", "dcn0.img", "dcn1.img", "dcn2.img", "os-list.json"];

test("help shows an example", async () => {
  const { out } = await bench().run(["image", "--help"]);
  expect(out).toContain("Example:\n  edgegen image --profile ");
});

test("an image for every node, each with its own card, and only its boot partition is another one", async () => {
  const at = bench();
  const { code, out, err } = await at.image(["--base", at.base]);
  expect(err).toBe("");
  expect(code).toBe(0);
  expect(out).toContain(`Next: edgegen flash --profile ${at.profile} --out ${at.folder}/out --node dcn0\n`);
  expect(at.left()).toEqual(whole);
  for (const node of ["dcn0", "dcn1", "dcn2"]) {
    expect(await bootFileOf(at.of(node), "edgegen/node.txt")).toContain(node);
    expect(await bootFileOf(at.of(node), "cmdline.txt")).toContain(`ds=nocloud;i=${node}-`);
    expect(statSync(at.of(node)).mode & 0o777).toBe(0o600);
    const bytes = readFileSync(at.of(node));
    expect(bytes.length).toBe(ubuntu.length);
    expect(sum(bytes.subarray(-2048 * 512))).toBe(sum(ubuntu.subarray(-2048 * 512)));
  }
  expect(sumOf(at.base)).toBe(sum(ubuntu));
});

test("the same images again are the same bytes, and --node makes one of them", async () => {
  const at = bench();
  await at.image(["--base", at.base]);
  const before = sumOf(at.of("dcn1"));
  writeFileSync(at.of("dcn1"), "another");
  writeFileSync(at.of("dcn2"), "another");
  expect((await at.image(["--base", at.base, "--node", "dcn1"])).code).toBe(0);
  expect(sumOf(at.of("dcn1"))).toBe(before);
  expect(readFileSync(at.of("dcn2"), "utf8")).toBe("another");
});

test.each(Object.entries(packed))("a base packed as .%s gives the images of the unpacked one", async (ending, pack) => {
  const at = bench();
  await at.image(["--base", at.base, "--node", "dcn1"]);
  const before = sumOf(at.of("dcn1"));
  const base = `${at.base}.${ending}`;
  writeFileSync(base, pack(ubuntu));
  const { code, err } = await at.image(["--base", base]);
  expect(code, err).toBe(0);
  expect(at.left()).toEqual(whole);
  expect(sumOf(at.of("dcn1"))).toBe(before);
});

test("what is zero in a packed image is a hole in an unpacked one", async () => {
  const at = bench();
  const large = new Uint8Array(64 << 20);
  large.set(ubuntu);
  for (const ending of ["xz", "zst", "gz"] as const) {
    writeFileSync(`${at.base}.${ending}`, packed[ending](large));
    expect((await at.image(["--base", `${at.base}.${ending}`, "--node", "dcn1"])).code).toBe(0);
    expect(statSync(at.of("dcn1")).size).toBe(large.length);
    expect(statSync(at.of("dcn1")).blocks * 512).toBeLessThan(32 << 20);
  }
});

test.each(Object.entries(packed))("a .%s that was cut is refused, and nothing is left of it", async (ending, pack) => {
  const at = bench();
  const base = `${at.base}.${ending}`;
  writeFileSync(base, pack(ubuntu).subarray(0, -200));
  const { code, err } = await at.image(["--base", base]);
  expect(code).toBe(3);
  expect(err).toContain(`${base}: error[image-damaged]: it cannot be unpacked: `);
  expect(at.left()).toEqual([".gitignore"]);
});

test.each(["", ".xz"])("the checksum beside a base%s is held against it", async (ending) => {
  const at = bench();
  const base = `${at.base}${ending}`;
  const bytes = ending === "" ? ubuntu : packed.xz(ubuntu);
  writeFileSync(base, bytes);
  const right = sum(bytes);
  writeFileSync(`${base}.sha256`, `${right.replace(/./g, "0")}  another.img\n${right}  ubuntu.img${ending}\n`);
  expect((await at.image(["--base", base, "--node", "dcn1"])).code).toBe(0);
  const before = sumOf(at.of("dcn1"));
  writeFileSync(`${base}.sha256`, `${"0".repeat(64)}\n`);
  const { code, err } = await at.image(["--base", base, "--node", "dcn1"]);
  expect(code).toBe(3);
  expect(err).toContain(`its sha256 is ${right}, ubuntu.img${ending}.sha256 says `);
  expect(sumOf(at.of("dcn1"))).toBe(before);
  expect(at.left()).toEqual([".gitignore", "dcn1.img", "os-list.json"]);
});

const refusals = [
  { what: "no such file", make: () => undefined, says: "there is no such image" },
  { what: "a zip", make: () => Buffer.from("PK\u0003\u0004"), says: "it is packed with zip" },
  { what: "text", make: () => Buffer.from("an image"), says: "it is no image of a disk" },
  { what: "half an image", make: () => ubuntu.subarray(0, 3 << 20), says: "it ends before its boot partition does" },
];
test.each(refusals)("refused as a base: $what", async ({ make, says }) => {
  const at = bench();
  const [base, bytes] = [join(at.folder, "other.img"), make()];
  if (bytes) writeFileSync(base, bytes);
  const { code, err } = await at.image(["--base", base]);
  expect(code).toBe(3);
  expect(err).toContain(`${base}: error[`);
  expect(err).toContain(says);
  expect(at.left()).toEqual([".gitignore"]);
});

test("an image for another system is refused for every node that it is not for, before anything is copied", async () => {
  const at = bench(
    lab(
      "  - {name: dcn3, role: worker, board: pi-5, memory: 4GiB, address: 10.1.40.24, os: {image: raspios-trixie}}\n",
    ),
  );
  const { code, err } = await at.image(["--base", at.base]);
  expect(code).toBe(3);
  expect(err).toContain("dcn3: it is not Raspberry Pi OS Lite");
  expect(err).not.toContain("dcn1: ");
  expect(at.left()).toEqual([".gitignore"]);
});

const without = (program: string) => ({ ...nodeProcesses(), has: (name: string) => name !== program });

test("without zstd it is said where it comes from", async () => {
  const at = bench();
  writeFileSync(`${at.base}.zst`, packed.zst(ubuntu));
  const { code, err } = await at.image(["--base", `${at.base}.zst`], { processes: without("zstd") });
  expect(code).toBe(3);
  expect(err).toContain("zstd: error[program-missing]: this program is needed to unpack ubuntu.img.zst");
});

test("without xz its images are unpacked all the same, holes and all, and one that was cut or spoilt is refused", async () => {
  const at = bench();
  const base = `${at.base}.xz`;
  const large = new Uint8Array(40 << 20);
  large.set(ubuntu);
  writeFileSync(at.base, large);
  await at.image(["--base", at.base, "--node", "dcn1"]);
  const before = sumOf(at.of("dcn1"));
  const bytes = packed.xz(large);
  writeFileSync(base, bytes);
  const { code, err } = await at.image(["--base", base, "--node", "dcn1"], { processes: without("xz") });
  expect(code, err).toBe(0);
  expect(sumOf(at.of("dcn1"))).toBe(before);
  expect(statSync(at.of("dcn1")).blocks * 512).toBeLessThan(20 << 20);
  for (const spoilt of [bytes.subarray(0, -4000), bytes.map((byte, index) => (index === 3000 ? byte ^ 1 : byte))]) {
    writeFileSync(base, spoilt);
    const refused = await at.image(["--base", base, "--node", "dcn1"], { processes: without("xz") });
    expect(refused.code).toBe(3);
    expect(refused.err).toContain(`${base}: error[image-damaged]: it cannot be unpacked: `);
  }
});

test("where cp is not GNU's the images are the same", async () => {
  const at = bench();
  await at.image(["--base", at.base, "--node", "dcn1"]);
  const before = sumOf(at.of("dcn1"));
  const processes = { ...nodeProcesses(), run: async () => ({ code: 1, out: "", err: "cp: illegal option" }) };
  expect((await at.image(["--base", at.base, "--node", "dcn1"], { processes })).code).toBe(0);
  expect(sumOf(at.of("dcn1"))).toBe(before);
});

test("interrupted, it leaves what was there, and nothing half; what a killed run has left goes too", async () => {
  const at = bench();
  await at.image(["--base", at.base, "--node", "dcn0"]);
  const before = sumOf(at.of("dcn0"));
  writeFileSync(join(at.images, "dcn2.img.part"), "half");
  writeFileSync(`${at.base}.xz`, packed.xz(ubuntu));
  for (const base of [at.base, `${at.base}.xz`]) {
    let asked = false;
    const soon = <T extends readonly unknown[], R>(action: (...values: T) => R) => {
      return (...values: T) => {
        asked = true;
        return action(...values);
      };
    };
    const [real, bulk] = [nodeProcesses(), nodeBulk()];
    const { code, err } = await at.image(["--base", base], {
      processes: { ...real, run: soon(real.run) },
      bulk: { ...bulk, unpack: soon(bulk.unpack) },
      interrupted: () => asked,
    });
    expect(code).toBe(3);
    expect(err).toContain("error[interrupted]");
    expect(at.left()).toEqual([".gitignore", "dcn0.img", "os-list.json"]);
  }
  expect(sumOf(at.of("dcn0"))).toBe(before);
});

test("an image is on the disk before it has its name, packed or not; where the disk refuses, nothing is left", async () => {
  const at = bench();
  writeFileSync(`${at.base}.xz`, packed.xz(ubuntu));
  const bulk = nodeBulk();
  for (const base of [at.base, `${at.base}.xz`]) {
    const flushed: string[] = [];
    const flush = async (path: string) => {
      expect(existsSync(path.replace(/\.part$/, ""))).toBe(false);
      flushed.push(`${sumOf(path)}  ${path}`);
      await bulk.flush(path);
    };
    expect((await at.image(["--base", base], { bulk: { ...bulk, flush } })).code).toBe(0);
    const nodes = ["dcn0", "dcn1", "dcn2"];
    expect(flushed.sort()).toEqual(nodes.map((node) => `${sumOf(at.of(node))}  ${at.of(node)}.part`).sort());
    for (const node of nodes) rmSync(at.of(node));
  }
  const flush = async (to: string) => full({ to });
  expect((await at.image(["--base", at.base], { bulk: { ...bulk, flush } })).err).toContain("error[disk-full]");
  expect(at.left()).toEqual([".gitignore", "os-list.json"]);
});

test("a full disk is told as such", async () => {
  const at = bench();
  writeFileSync(`${at.base}.xz`, packed.xz(ubuntu));
  const io = { bulk: { ...nodeBulk(), unpack: full } };
  const { code, err } = await at.image(["--base", `${at.base}.xz`], io);
  expect(code).toBe(3);
  expect(err).toContain("error[disk-full]");
  expect(at.left()).toEqual([".gitignore"]);
});

const full = async ({ to }: { to: string }) => {
  const { HostError } = await import("../../src/host/host.ts");
  throw new HostError(to, "ENOSPC");
};

test("a node of a generic image has no card of this kind", async () => {
  const at = bench(
    lab(
      "  - {name: pc, role: worker, board: generic-amd64, memory: 4GiB, address: 10.1.40.30, interface: enp1s0, os: {image: generic}}\n",
    ),
  );
  expect((await at.image(["--base", at.base])).code).toBe(0);
  expect(at.left()).toEqual(whole);
  const { code, err } = await at.image(["--base", at.base, "--node", "pc"]);
  expect(code).toBe(2);
  expect(err).toContain("pc: error[not-bootable]");
  expect(err).toContain("seed.img");
});

test("an image that somebody made larger keeps its size", async () => {
  const at = bench();
  truncateSync(at.base, 32 << 20);
  expect((await at.image(["--base", at.base, "--node", "dcn1"])).code).toBe(0);
  expect(statSync(at.of("dcn1")).size).toBe(32 << 20);
});

test("an image for 32 bits is refused", async () => {
  const at = bench();
  const vmlinuz = `${"\0".repeat(0x24)}\u0018\u0028\u006f\u0001rest`;
  const disk = await imageWith({ ...stock["ubuntu-24.04"].files, vmlinuz }, stock["ubuntu-24.04"]);
  writeFileSync(at.base, disk.bytes);
  const { code, err } = await at.image(["--base", at.base]);
  expect(code).toBe(3);
  expect(err).toContain("it is a 32-bit image");
});

test("os-list.json names every image that is there, in the form that Raspberry Pi Imager reads", async () => {
  const at = bench();
  await at.image(["--base", at.base, "--node", "dcn1"]);
  await at.image(["--base", at.base, "--node", "dcn2", "--sums"]);
  const { os_list: list } = JSON.parse(readFileSync(join(at.images, "os-list.json"), "utf8"));
  expect(list.map(({ name }: { name: string }) => name)).toEqual(["dcn1 of lab", "dcn2 of lab"]);
  expect(list[1]).toEqual({
    name: "dcn2 of lab",
    description: "worker, 10.1.40.23, Raspberry Pi 4 Model B",
    icon: "",
    url: pathToFileURL(at.of("dcn2")).href,
    extract_size: ubuntu.length,
    extract_sha256: createHash("sha256")
      .update(readFileSync(at.of("dcn2")))
      .digest("hex"),
    image_download_size: ubuntu.length,
    release_date: expect.stringMatching(/^20\d\d-\d\d-\d\d$/),
    devices: ["pi4-64bit"],
  });
});
