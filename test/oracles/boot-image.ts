import { createHash } from "node:crypto";
import {
  mkdirSync,
  mkdtempSync,
  readdirSync,
  readFileSync,
  rmSync,
  statSync,
  truncateSync,
  writeFileSync,
} from "node:fs";
import { tmpdir } from "node:os";
import { dirname, join } from "node:path";
import type { Disk } from "../../src/host/disk.ts";
import { openDisk } from "../../src/host/node-disk.ts";
import { PowerCut } from "../unit/image/overlay-disk.ts";
import { bootRecord, firstSector, stock } from "../unit/image/sample.ts";
import { run } from "./oracle.ts";

/** A boot partition as one of the systems that the Pi runs has it, made by dosfstools and mtools alone. */
export interface Layout {
  readonly image: keyof typeof stock;
  readonly mebibytes: number;
  /** As mkfs.fat takes them. */
  readonly options: readonly string[];
  /** Names that need no long one are short ones, in capitals. */
  readonly capitals?: boolean;
  /** An update of Ubuntu's has staged another boot. */
  readonly staged?: boolean;
  /** So many bytes are free, and some holes of a cluster or two. */
  readonly left?: number;
}

export const layouts = {
  "FAT32, 512 bytes": { image: "raspios-trixie", mebibytes: 40, options: ["-F", "32", "-s", "1"] },
  "FAT32, 2 KiB, capitals": {
    ...{ image: "raspios-trixie", mebibytes: 140, options: ["-F", "32", "-s", "4"], capitals: true },
  },
  "FAT16, 512 bytes, os_prefix, staged": {
    ...{ image: "ubuntu-26.04", mebibytes: 16, options: ["-F", "16", "-s", "1"], staged: true },
  },
  "FAT16, 2 KiB, capitals": {
    ...{ image: "ubuntu-24.04", mebibytes: 24, options: ["-F", "16", "-s", "4"], capitals: true },
  },
  "FAT32, 512 bytes, nearly full": {
    ...{ image: "ubuntu-26.04", mebibytes: 40, options: ["-F", "32", "-s", "1"], capitals: true, left: 200_000 },
  },
  "FAT16, 2 KiB, nearly full, staged": {
    ...{ image: "ubuntu-26.04", mebibytes: 16, options: ["-F", "16", "-s", "4"], staged: true, left: 240_000 },
  },
} as const satisfies Readonly<Record<string, Layout>>;

/** The command line that the firmware reads, and the one that it would read after an update. */
export const liveLines = ({ image, staged }: Layout): readonly string[] => {
  const live = image === "ubuntu-26.04" ? "current/cmdline.txt" : "cmdline.txt";
  return staged ? [live, "new/cmdline.txt"] : [live];
};

const work = mkdtempSync(join(tmpdir(), "edgegen-boot-image-"));
process.once("exit", () => rmSync(work, { recursive: true, force: true }));

/** Never throws a program's complaint away. */
async function did(program: string, args: readonly string[]): Promise<string> {
  const { status, output } = await run(program, args);
  if (status !== 0) throw new Error(`${program} ${args.join(" ")}: ${output}`);
  return output;
}

/** The partition alone, in a file. */
export async function makeLayout(name: string, layout: Layout): Promise<string> {
  const path = join(work, `${name.replace(/\W+/g, "-")}.fat`);
  writeFileSync(path, "");
  truncateSync(path, layout.mebibytes << 20);
  await did("mkfs.fat", [...layout.options, "-n", stock[layout.image].label, path]);
  const files: Readonly<Record<string, string>> = stock[layout.image].files;
  const staged = layout.staged ? { "new/cmdline.txt": files["current/cmdline.txt"] ?? "", "new/state": "new" } : {};
  await copyIn(path, { ...files, ...staged }, layout.capitals);
  await fragment(path, layout.left);
  return path;
}

const isShort = /^[a-z0-9_-]{1,8}(?:\.[a-z0-9_-]{1,3})?$/;
const inCapitals = (path: string) =>
  path
    .split("/")
    .map((part) => (isShort.test(part) ? part.toUpperCase() : part))
    .join("/");

async function copyIn(image: string, files: Readonly<Record<string, string | Uint8Array>>, capitals = false) {
  const folder = mkdtempSync(join(work, "in-"));
  for (const [path, text] of Object.entries(files)) {
    const target = join(folder, capitals ? inCapitals(path) : path);
    mkdirSync(dirname(target), { recursive: true });
    writeFileSync(target, text);
  }
  await did("mcopy", ["-s", "-o", "-i", image, ...readdirSync(folder).map((name) => join(folder, name)), "::/"]);
  rmSync(folder, { recursive: true });
}

/** Files of one and of two clusters, of which every other one goes; between the two what fills the rest, if it is to be filled. */
async function fragment(image: string, left: number | undefined): Promise<void> {
  const fills = Array.from({ length: 40 }, (_, at) => [`FILL${at}.BIN`, "x".repeat(500 + at * 20)] as const);
  await copyIn(image, Object.fromEntries(fills));
  const free = Number(/([\d ]+) bytes free/.exec(await did("mdir", ["-i", image, "::"]))?.[1]?.replace(/ /g, ""));
  if (left !== undefined) await copyIn(image, { "REST.BIN": new Uint8Array(free - left).fill(0x5a) });
  const holes = fills.filter((_, at) => at % 2 === 0).map(([name]) => `::${name}`);
  await did("mdel", ["-i", image, ...holes]);
}

export interface CountingDisk extends Disk {
  readonly sectorsWritten: () => number;
}

/** As the first partition of a disk, of which nothing else may be written, and which takes so many sectors until its power goes. */
export function diskAround(partition: string, capacity = Number.POSITIVE_INFINITY): CountingDisk {
  const file = openDisk(partition, "copy");
  const start = firstSector * 512;
  const before = new Uint8Array(start);
  before.set(bootRecord(0x0c, file.size / 512));
  let written = 0;
  return {
    ...file,
    size: start + file.size,
    read: (offset, length) =>
      offset < start ? before.slice(offset, offset + length) : file.read(offset - start, length),
    write(offset, data) {
      if (offset < start) throw new Error("a write before the partition");
      const taken = Math.min(data.length, (capacity - written) * 512);
      file.write(offset - start, data.subarray(0, taken));
      written += taken / 512;
      if (taken < data.length) throw new PowerCut();
    },
    sectorsWritten: () => written,
  };
}

/** Every file by its name in small letters, with a sum of what is in it, as mtools reads it. */
export async function filesOf(image: string): Promise<ReadonlyMap<string, string>> {
  const folder = mkdtempSync(join(work, "out-"));
  await did("mcopy", ["-s", "-n", "-i", image, "::/", folder]);
  const names = readdirSync(folder, { recursive: true, encoding: "utf8" });
  const files = names.filter((name) => statSync(join(folder, name)).isFile());
  const found = files.map((name) => [name.toLowerCase(), sumOf(readFileSync(join(folder, name)))] as const);
  rmSync(folder, { recursive: true });
  return new Map(found);
}

export const sumOf = (data: string | Uint8Array) => createHash("sha256").update(data).digest("hex");

/** What fsck.fat says against it. It compares the two tables, and the boot sector with its copy. */
export async function fsckFaults(image: string): Promise<readonly string[]> {
  const { status, output } = await run("fsck.fat", ["-n", "-v", image]);
  return status === 0 && !/differ|dirty|corrupt|wrong|\bbad\b/i.test(output) ? [] : [output];
}

/** Another one with the same bytes, instead of the one before. */
export async function copyOf(image: string): Promise<string> {
  const path = `${image}.copy`;
  await did("cp", ["--reflink=auto", "--sparse=always", image, path]);
  return path;
}
