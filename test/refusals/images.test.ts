import { spawnSync } from "node:child_process";
import { createHash } from "node:crypto";
import { mkdirSync, readdirSync, readFileSync, writeFileSync } from "node:fs";
import { join } from "node:path";
import { afterEach, expect, test } from "vitest";
import type { Io } from "../../src/cli/io.ts";
import { openDisk } from "../../src/host/node-disk.ts";
import { nodeProcesses } from "../../src/host/node-processes.ts";
import { printLock } from "../../src/lock/print.ts";
import { bootBench, ubuntu } from "../support/boot-bench.ts";
import { lab, type Ran, type Workplace } from "../support/workplace.ts";
import { firstSector, imageWith, stock } from "../unit/image/sample.ts";
import { expectSaid, rowsBehind } from "./page.ts";

let place: Workplace | undefined;
afterEach(() => {
  place?.remove();
  place = undefined;
});

/** An image that `image` and `apply` refuse, and what is special about the computer that it lies on. */
interface Bad {
  readonly bytes: Uint8Array;
  /** It is not about the disk itself, so only `image` looks at it. */
  readonly byImageAlone?: true;
  readonly profile?: string;
  readonly beside?: (base: string) => void;
  readonly args?: readonly string[];
  readonly io?: Partial<Io>;
}

type Stock = keyof typeof stock;

const changed = (on: Stock, changes: Readonly<Record<string, string | undefined>> = {}, more = {}) => {
  const files = Object.entries<string | undefined>({ ...stock[on].files, ...changes });
  const present = files.flatMap(([path, text]) => (text === undefined ? [] : [[path, text] as const]));
  return imageWith(Object.fromEntries(present), { label: stock[on].label, ...more });
};
const disk = async (...of: Parameters<typeof changed>): Promise<Bad> => ({ bytes: (await changed(...of)).bytes });

const raspios = lab()
  .replaceAll("ubuntu-24.04", "raspios-trixie")
  .replace(/.*role: rancher.*\n/, "");
const newest = lab()
  .replace("ubuntu-24.04", "ubuntu-26.04")
  .replace(/.*role: rancher.*\n/, "");

function spoilt(change: (bytes: Uint8Array) => void): Bad {
  const bytes = Uint8Array.from(ubuntu);
  change(bytes);
  return { bytes };
}

const xz = (bytes: Uint8Array) => spawnSync("xz", ["-c0"], { input: bytes, maxBuffer: 1 << 30 }).stdout;
const sum = (bytes: Uint8Array) => createHash("sha256").update(bytes).digest("hex");
const trees = Object.fromEntries(["cm4", "3-b", "400", "cm5"].map((name) => [`bcm2711-rpi-${name}.dtb`, "tree"]));

const release = (size: number, sha256: string) =>
  new Map([["v1.34.8+k3s1", new Map([["k3s-arm64", { url: "http://127.0.0.1/x", size, sha256 }]])]]);
const lock = { created: 1_900_000_000, rancher: new Map([["rancher/rancher:v2.13.8", `sha256:${"d".repeat(64)}`]]) };

/** A card that forgets what is written to it beyond the first sectors of its boot partition. */
const forgetful = (path: string, access: "read" | "write" | "copy") => {
  const opened = openDisk(path, access);
  const write = (at: number, data: Uint8Array) => opened.write(at, data.slice().fill(0x58, 100));
  return access === "read" ? opened : { ...opened, write };
};

/** By what stands in the first column of the table. */
const bad: Readonly<Record<string, () => Bad | Promise<Bad> | undefined>> = {
  "a name under which there is nothing": () => undefined,
  "a text, a disk without a partition table": () => ({ bytes: Buffer.from("an image") }),
  "a zip": () => ({ bytes: Buffer.from("PK\u0003\u0004"), byImageAlone: true }),
  "a packed image that was cut or spoilt": () => ({ bytes: xz(ubuntu).subarray(0, -200), byImageAlone: true }),
  "an `.img.zst` where there is no zstd": () => ({
    bytes: Buffer.from([0x28, 0xb5, 0x2f, 0xfd, 0, 0]),
    byImageAlone: true,
    io: { processes: { ...nodeProcesses(), has: (name) => name !== "zstd" } },
  }),
  "another checksum than the one beside it": () => ({
    bytes: ubuntu,
    byImageAlone: true,
    beside: (base) => writeFileSync(`${base}.sha256`, `${"0".repeat(64)}\n`),
  }),
  "another checksum than the lock's": () => ({
    bytes: ubuntu,
    byImageAlone: true,
    beside(base) {
      const pin = { url: "http://127.0.0.1/some.img", size: 1, sha256: "e".repeat(64) };
      const images = new Map([["ubuntu-24.04" as const, pin]]);
      writeFileSync(
        base.replace(/[^/]*$/, "lab.lock.yaml"),
        printLock({ ...lock, k3s: release(1, "a".repeat(64)), images }),
      );
    },
  }),
  "an image that was cut": () => ({ bytes: ubuntu.slice(0, ubuntu.length / 2) }),
  "an image without a FAT partition": () => spoilt((bytes) => bytes.set([0x83], 450)),
  "a FAT partition without a file system": () =>
    spoilt((bytes) => bytes.fill(0, firstSector * 512, firstSector * 512 + 512)),
  "a file system with faults that nobody but a person can judge": async () => {
    const { bytes } = await changed("ubuntu-24.04", { vmlinuz: "k".repeat(20_000) });
    // Both tables end behind the first clusters: a file is shorter than its entry says.
    const boot = new DataView(bytes.buffer, firstSector * 512);
    const [reserved, sectors] = [boot.getUint16(14, true), boot.getUint16(22, true)];
    for (const table of [0, 1]) {
      const at = (firstSector + reserved + table * sectors) * 512;
      bytes.fill(0, at + 8, at + sectors * 512);
    }
    return { bytes };
  },
  "a PC's image, an image for another maker's board": () => disk("ubuntu-24.04", { "config.txt": undefined }),
  "an image for some Raspberry Pis, and not for this one": () => disk("ubuntu-24.04", trees),
  "Raspberry Pi OS where the profile says Ubuntu": () => disk("raspios-trixie"),
  "Ubuntu where the profile says Raspberry Pi OS": async () => ({ ...(await disk("ubuntu-24.04")), profile: raspios }),
  "Ubuntu 26.04 where the profile says 24.04": () => disk("ubuntu-26.04"),
  "Ubuntu 24.04 where the profile says 26.04": async () => ({ ...(await disk("ubuntu-24.04")), profile: newest }),
  "Raspberry Pi OS before 2025-11-24, or without cloud-init's files": async () => ({
    ...(await disk("raspios-trixie", { "user-data": undefined, "meta-data": undefined })),
    profile: raspios,
  }),
  "an image that rpi-preseed sets up": async () => ({
    ...(await disk("raspios-trixie", { "rpi-preseed.toml": "config_version = 1\n" })),
    profile: raspios,
  }),
  "a 32-bit image": () => disk("ubuntu-24.04", { vmlinuz: `${"\0".repeat(0x24)}\u0018\u0028\u006f\u0001rest` }),
  "a command line without `root=`": () => disk("ubuntu-24.04", { "cmdline.txt": "console=tty1\n" }),
  "a `config.txt` that names a command line which is not there": () =>
    disk("ubuntu-24.04", { "cmdline.txt": undefined }),
  "a `config.txt` that is not UTF-8": async () => {
    const { bytes } = await changed("ubuntu-24.04", { "config.txt": "# fXr\n[all]\nkernel=vmlinuz\n" });
    bytes[Buffer.from(bytes).indexOf("# fXr") + 3] = 0xfc;
    return { bytes };
  },
  "too little room": () => disk("ubuntu-24.04", { filler: "x".repeat(4_950_000) }, { mebibytes: 5 }),
  "a payload beside which Ubuntu from 25.10 on has no 200 MB left": async () => {
    const binary = Buffer.alloc(1_500_000, "K3s");
    const beside = (base: string) => {
      const folder = base.replace(/[^/]*$/, "");
      mkdirSync(join(folder, "cache/sha256"), { recursive: true });
      writeFileSync(join(folder, "cache/sha256", sum(binary)), binary);
      const k3s = release(binary.length, sum(binary));
      writeFileSync(join(folder, "lab.lock.yaml"), printLock({ ...lock, k3s, images: new Map() }));
    };
    return { ...(await disk("ubuntu-26.04")), profile: newest, beside, args: ["--offline"] };
  },
  "a card that does not keep what `apply` writes": () => ({ bytes: ubuntu, io: { openDisk: forgetful } }),
};

const rows = rowsBehind("### Images");

test("every row of the table of images is made here", () => {
  expect(Object.keys(bad)).toEqual(rows.map(({ given }) => given));
});

test.each(rows)("$given: $code", async (row) => {
  const made = await bad[row.given]?.();
  const at = bootBench(made?.profile);
  place = at;
  const base = join(at.folder, "some.img");
  if (made) writeFileSync(base, made.bytes);
  made?.beside?.(base);
  const options = ["--node", "dcn1", "--cache", join(at.folder, "cache"), ...(made?.args ?? [])];
  const run = (verb: readonly string[]): Promise<Ran> =>
    at.run([...verb, ...options, "--out", join(at.folder, "out")], made?.io);
  const isAboutApply = row.given.includes("`apply`");
  if (!isAboutApply) {
    expectSaid(row, await run(["image", "--base", base]));
    expect(readdirSync(join(at.folder, "out/lab.img"))).toEqual([".gitignore"]);
  }
  if (made && !made.byImageAlone) expectSaid(row, await run(["apply", "--image", base]));
  if (made && !isAboutApply) expect(sum(readFileSync(base))).toBe(sum(made.bytes));
});
