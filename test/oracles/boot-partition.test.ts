import { readFileSync, writeFileSync } from "node:fs";
import fc from "fast-check";
import { expect } from "vitest";
import type { CardFile } from "../../src/image/card-writes.ts";
import { putCard } from "../../src/image/put-card.ts";
import { PowerCut } from "../unit/image/overlay-disk.ts";
import { card, largeOf, stock } from "../unit/image/sample.ts";
import {
  copyOf,
  diskAround,
  filesOf,
  fsckFaults,
  type Layout,
  layouts,
  liveLines,
  makeLayout,
  sumOf,
} from "./boot-image.ts";
import { oracle } from "./oracle.ts";

const tools = ["fsck.fat", "mcopy"] as const;
const all = Object.entries<Layout>(layouts);

/** What it says, and how many sectors it has written. */
async function put(partition: string, { image }: Layout, files: readonly CardFile[], capacity?: number) {
  const disk = diskAround(partition, capacity);
  try {
    return { diagnostics: await putCard(disk, { files, image }), written: disk.sectorsWritten() };
  } finally {
    disk.close();
  }
}

/** A file of a card by what it is to be. */
type Wanted = { readonly path: string } & ({ readonly text: string } | { readonly bytes: Uint8Array });

const toCard = (file: Wanted): CardFile =>
  "text" in file ? file : { path: file.path, content: largeOf(file.bytes, 4096) };

/** Those of a card beside others: with its own words in the command line. */
const named = (name: string, others: readonly Wanted[]): readonly Wanted[] => [
  ...card.map(({ path, text }) => ({ path, text: text.replaceAll("dcn2-1", name) })),
  ...others,
];

/** What mtools should find: the files as they were, those of the card, and the two that it edits. */
function expected(before: ReadonlyMap<string, string>, layout: Layout, files: readonly Wanted[]) {
  const own = files.filter(({ path }) => path.startsWith("boot/"));
  const texts: Readonly<Record<string, string>> = stock[layout.image].files;
  const words = files.flatMap((file) => (file.path === "cmdline.append" && "text" in file ? file.text.trim() : []))[0];
  const line = texts[liveLines(layout)[0] ?? ""]?.trimEnd();
  const config = `${texts["config.txt"]}# edgegen begin\n[all]\ndtparam=watchdog=on\n# edgegen end\n`;
  return new Map([
    ...before,
    ...own.map((file) => [file.path.slice(5).toLowerCase(), sumOf("text" in file ? file.text : file.bytes)] as const),
    ...liveLines(layout).map((path) => [path, sumOf(`${line} ${words}\n`)] as const),
    ["config.txt", sumOf(config)] as const,
  ]);
}

const sorted = (files: ReadonlyMap<string, string>) => [...files].sort();

/** Where files of every length land: between others, in folders that exist, in the last clusters. */
const file = fc
  .record({
    folder: fc.constantFrom("boot/", "boot/edgegen/", "boot/Overlays/", "boot/a new folder/deep/"),
    name: fc.stringMatching(/^[a-z][A-Za-z0-9 _-]{0,40}[a-z0-9]\.[a-z]{1,5}$/),
    length: fc.oneof(fc.integer({ min: 0, max: 3000 }), fc.integer({ min: 0, max: 150_000 })),
    large: fc.boolean(),
  })
  .map(({ folder, name, length, large }): Wanted => {
    const text = `${name} `.repeat(Math.ceil(length / 3)).slice(0, length);
    return { path: folder + name, ...(large ? { bytes: new TextEncoder().encode(text) } : { text }) };
  });
const randomFiles = fc.uniqueArray(file, { selector: ({ path }) => path.toLowerCase(), maxLength: 8 });

oracle(
  "whatever files a card has, and another after it: mtools finds them and all others, fsck.fat no fault, or nothing was done",
  tools,
  async () => {
    const ends = { put: 0, refused: 0 };
    for (const [name, layout] of all) {
      const fresh = await makeLayout(name, layout);
      expect(await fsckFaults(fresh), name).toEqual([]);
      const property = fc.asyncProperty(randomFiles, randomFiles, async (first, second) => {
        const partition = await copyOf(fresh);
        for (const files of [named("dcn2-1", first), named("dcn2-22", second)]) {
          const before = await filesOf(partition);
          const { diagnostics, written } = await put(partition, layout, files.map(toCard));
          const [diagnostic] = diagnostics;
          if (diagnostic) expect(diagnostic.message).toMatch(/^its boot partition has \d+ KiB free, the card needs/);
          if (diagnostic) expect(written).toBe(0);
          else expect(sorted(await filesOf(partition))).toEqual(sorted(expected(before, layout, files)));
          ends[diagnostic ? "refused" : "put"] += 1;
          expect(await fsckFaults(partition)).toEqual([]);
        }
      });
      await fc.assert(property, { numRuns: 6, seed: 20_261_126 });
    }
    expect(ends.put).toBeGreaterThan(45);
    expect(ends.refused).toBeGreaterThan(5);
  },
);

oracle("a copy of the allocation table that differs, and a chain that is broken, are noticed", tools, async () => {
  const path = await makeLayout("spoilt", layouts["FAT16, 512 bytes, os_prefix, staged"]);
  const whole = readFileSync(path);
  const table = whole.readUInt16LE(14) * 512;
  const spoil = (from: number) => {
    const bytes = Buffer.from(whole);
    bytes.fill(0x33, from, from + 4);
    writeFileSync(path, bytes);
    return fsckFaults(path);
  };
  const second = table + whole.readUInt16LE(22) * 512;
  expect((await spoil(second + 4)).length).toBe(1);
  expect((await spoil(table + 4)).length).toBe(1);
});

oracle("fsck.fat finds no fault where a power cut was mended, at whichever sector it came", tools, async () => {
  for (const [name, layout] of all) {
    const fresh = await makeLayout(name, layout);
    const payload = { path: "boot/edgegen/payload/k3s", content: largeOf(new Uint8Array(20_000).fill(7)) };
    const files = [...card, payload];
    const { diagnostics, written } = await put(await copyOf(fresh), layout, files);
    expect(diagnostics, name).toEqual([]);
    for (let part = 1; part <= 8; part += 1) {
      const partition = await copyOf(fresh);
      const sectors = written - Math.floor((written * (part - 1) ** 2) / 64) - 1;
      await expect(put(partition, layout, files, sectors)).rejects.toThrow(PowerCut);
      expect((await put(partition, layout, files)).diagnostics).toEqual([]);
      expect(await fsckFaults(partition), `${name}, cut after ${sectors}`).toEqual([]);
    }
  }
});
