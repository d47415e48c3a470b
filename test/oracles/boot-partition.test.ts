import { mkdtempSync, readFileSync, rmSync, writeFileSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import fc from "fast-check";
import { afterAll, expect } from "vitest";
import { openDisk } from "../../src/host/node-disk.ts";
import { putCard } from "../../src/image/put-card.ts";
import { overlayDisk } from "../unit/image/overlay-disk.ts";
import { bootRecord, card, firstSector, stock } from "../unit/image/sample.ts";
import { oracle, run } from "./oracle.ts";

const work = mkdtempSync(join(tmpdir(), "edgegen-boot-partition-"));
afterAll(() => rmSync(work, { recursive: true, force: true }));

const tools = ["fsck.fat", "mcopy"] as const;

/** Never throws a program's complaint away. */
async function did(program: string, args: readonly string[]): Promise<string> {
  const { status, output } = await run(program, args);
  if (status !== 0) throw new Error(`${program} ${args.join(" ")}: ${output}`);
  return output;
}

interface Shape {
  readonly image: keyof typeof stock;
  readonly mebibytes: number;
  /** As the makers of the image call mkfs.fat. */
  readonly options: readonly string[];
}

/** FAT32 in clusters of one sector and of four as pi-gen had them, and the FAT16 that a small partition gets. */
const shapes: readonly Shape[] = [
  { image: "raspios-trixie", mebibytes: 40, options: ["-F", "32", "-s", "1"] },
  { image: "raspios-trixie", mebibytes: 140, options: ["-F", "32", "-s", "4"] },
  { image: "ubuntu-26.04", mebibytes: 16, options: ["-F", "16"] },
  { image: "ubuntu-24.04", mebibytes: 24, options: ["-F", "16", "-s", "4"] },
];

/** An image whose file system and files are the work of dosfstools and mtools alone. */
async function stockImage(name: string, { image, mebibytes, options }: Shape): Promise<string> {
  const path = join(work, name);
  const count = (mebibytes * 1024 * 1024) / 512;
  const bytes = Buffer.alloc((firstSector + count + 2048) * 512);
  bytes.set(bootRecord(0x0c, count));
  writeFileSync(path, bytes);
  const size = String(count / 2);
  await did("mkfs.fat", [...options, "-n", stock[image].label, "--offset", String(firstSector), path, size]);
  for (const [file, text] of Object.entries(stock[image].files)) await copyIn(path, file, text);
  return path;
}

async function copyIn(image: string, path: string, text: string): Promise<void> {
  const source = join(work, "source");
  writeFileSync(source, text);
  const folder = path.includes("/") ? path.slice(0, path.indexOf("/")) : undefined;
  if (folder) await run("mmd", ["-D", "s", "-i", at(image), `::${folder}`]);
  await did("mcopy", ["-o", "-i", at(image), source, `::${path}`]);
}

const at = (image: string) => `${image}@@${firstSector * 512}`;

async function copyOut(image: string, path: string): Promise<string> {
  const target = join(work, "target");
  await did("mcopy", ["-n", "-o", "-i", at(image), `::${path}`, target]);
  return readFileSync(target, "utf8");
}

/** What fsck.fat says against the boot partition. It compares the two tables, and the boot sector with its copy. */
async function fsckFaults(image: string): Promise<readonly string[]> {
  const alone = join(work, "alone");
  const bytes = readFileSync(image);
  const count = bytes.readUInt32LE(458);
  writeFileSync(alone, bytes.subarray(firstSector * 512, (firstSector + count) * 512));
  const { status, output } = await run("fsck.fat", ["-n", "-v", alone]);
  return status === 0 && !/differ|dirty|corrupt|wrong|\bbad\b/i.test(output) ? [] : [output];
}

async function put(path: string, { image }: Shape, files: typeof card | readonly { path: string; text: string }[]) {
  const disk = openDisk(path, "write");
  const diagnostics = await putCard(disk, { files, image });
  disk.close();
  return diagnostics;
}

oracle(
  "fsck.fat finds no fault in a boot partition that has got a card, then another; mtools reads both",
  tools,
  async () => {
    for (const [index, shape] of shapes.entries()) {
      const path = await stockImage(`stock-${index}.img`, shape);
      expect(await fsckFaults(path), "before").toEqual([]);
      for (const name of ["dcn2-1", "dcn2-22"]) {
        const files = card.map((file) => ({ path: file.path, text: file.text.replaceAll("dcn2-1", name) }));
        expect(await put(path, shape, files)).toEqual([]);
        expect(await fsckFaults(path), name).toEqual([]);
        for (const file of files.filter((each) => each.path.startsWith("boot/")))
          expect(await copyOut(path, file.path.slice("boot/".length)), file.path).toBe(file.text);
        const live = shape.image === "ubuntu-26.04" ? "current/cmdline.txt" : "cmdline.txt";
        expect(await copyOut(path, live)).toContain(`ds=nocloud;i=${name}\n`);
      }
    }
  },
);

oracle("a copy of the allocation table that differs, and a chain that is broken, are noticed", tools, async () => {
  const [, , small] = shapes;
  if (small === undefined) return expect.unreachable("no shape");
  const path = await stockImage("spoilt.img", small);
  const whole = readFileSync(path);
  const boot = firstSector * 512;
  const table = boot + whole.readUInt16LE(boot + 14) * 512;
  const spoil = (from: number) => {
    const bytes = Buffer.from(whole);
    bytes.fill(0x33, from, from + 4);
    writeFileSync(path, bytes);
    return fsckFaults(path);
  };
  const second = table + whole.readUInt16LE(boot + 22) * 512;
  expect((await spoil(second + 4)).length).toBe(1);
  expect((await spoil(table + 4)).length).toBe(1);
});

oracle("fsck.fat finds no fault where a power cut was mended, at whichever sector it came", tools, async () => {
  for (const [index, shape] of shapes.entries()) {
    const path = await stockImage(`cut-${index}.img`, shape);
    const bytes = readFileSync(path);
    const whole = overlayDisk(bytes);
    const fitting = { files: card, image: shape.image };
    await putCard(whole, fitting);
    const total = whole.sectorsWritten();
    for (let part = 1; part <= 8; part += 1) {
      const cut = overlayDisk(bytes, total - Math.floor((total * (part - 1) ** 2) / 64) - 1);
      await expect(putCard(cut, fitting)).rejects.toThrow();
      const disk = cut.again();
      expect(await putCard(disk, fitting)).toEqual([]);
      writeFileSync(path, disk.bytes());
      expect(await fsckFaults(path), `${shape.image}, cut ${part}`).toEqual([]);
    }
  }
});

/** Where files of every length land: between others, in folders that exist, in the last clusters. */
const randomFiles = fc.uniqueArray(
  fc.record({
    path: fc
      .tuple(
        fc.constantFrom("boot/", "boot/edgegen/", "boot/Overlays/", "boot/a new folder/deep/"),
        fc.stringMatching(/^[a-z][A-Za-z0-9 _-]{0,40}[a-z0-9]\.[a-z]{1,5}$/),
      )
      .map(([folder, name]) => folder + name),
    text: fc
      .tuple(fc.constantFrom("", "x", "line\n"), fc.integer({ min: 0, max: 20_000 }))
      .map(([word, n]) => word.repeat(n)),
  }),
  { selector: ({ path }) => path.toLowerCase(), minLength: 1, maxLength: 12 },
);

oracle(
  "whatever files a card has, and another after it: mtools reads them, fsck.fat finds no fault",
  tools,
  async () => {
    for (const [index, shape] of shapes.entries()) {
      const path = await stockImage(`random-${index}.img`, shape);
      await fragment(path);
      const property = fc.asyncProperty(randomFiles, async (files) => {
        expect(await put(path, shape, files)).toEqual([]);
        expect(await fsckFaults(path)).toEqual([]);
        for (const file of files.slice(0, 3))
          expect(await copyOut(path, file.path.slice(5)), file.path).toBe(file.text);
      });
      await fc.assert(property, { numRuns: 12, seed: 20_261_126 });
    }
  },
);

/** Holes of one cluster between files of one cluster. */
async function fragment(image: string): Promise<void> {
  const names = Array.from({ length: 40 }, (_, at) => `FILL${at}.BIN`);
  for (const name of names) await copyIn(image, name, "x".repeat(700));
  for (const name of names.filter((_, at) => at % 2 === 0)) await did("mdel", ["-i", at(image), `::${name}`]);
}
