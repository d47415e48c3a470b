import { expect, test } from "vitest";
import { withBootPartition } from "../../../src/image/boot-partition.ts";
import { putCard } from "../../../src/image/put-card.ts";
import { type OverlayDisk, overlayDisk, PowerCut } from "./overlay-disk.ts";
import { card, imageWith, largeOf, stock } from "./sample.ts";

/** Small, so that every sector of it can be the last one. A name that needs parts of a long name, in folders that are new and old. */
const files = [
  ...card.map(({ path, text }) => ({ path, text: path.endsWith("user-data") ? "#cloud-config\n# a card\n" : text })),
  { path: "boot/edgegen/payload/a name that is long enough for three parts.tar.zst", text: "z".repeat(3000) },
  { path: "boot/edgegen/payload/k3s", content: largeOf(new TextEncoder().encode("new payload ".repeat(300))) },
  { path: "boot/edgegen/payload/images", content: largeOf(new TextEncoder().encode("p".repeat(2000))) },
  { path: "boot/another-name-that-needs-parts-in-the-root-folder.txt", text: "r" },
];

const shapes = [
  { on: "raspios-trixie", kind: "fat", mebibytes: 4 },
  { on: "ubuntu-26.04", kind: "fat", mebibytes: 4 },
  { on: "raspios-trixie", kind: "fat32", mebibytes: 34 },
] as const;

const text = (bytes: Uint8Array | undefined) => bytes && new TextDecoder().decode(bytes);

/** Every file with its text; a folder's name ends with a slash. */
async function filesOn(disk: OverlayDisk): Promise<ReadonlyMap<string, string>> {
  const found = new Map<string, string>();
  const { diagnostics } = await withBootPartition(disk, (partition) => {
    const visit = (folder: string) => {
      for (const { name, kind } of partition.list(folder)) {
        const path = folder === "" ? name : `${folder}/${name}`;
        if (kind === "folder") visit(path);
        else found.set(path, text(partition.read(path)) ?? "");
      }
    };
    visit("");
  });
  expect(diagnostics).toEqual([]);
  return found;
}

test.each(shapes)(
  "cut at any sector, the card mounts with each file old or new, and another time mends it: $on, $kind",
  async ({ on, kind, mebibytes }) => {
    const stockFiles = {
      ...stock[on].files,
      "user-data": "#cloud-config\n# stock\n".repeat(100),
      "edgegen/payload/k3s": "old payload ".repeat(200),
    };
    const { bytes } = await imageWith(stockFiles, { label: stock[on].label, kind, mebibytes });
    const fitting = { files, image: on };
    const whole = overlayDisk(bytes);
    expect(await putCard(whole, fitting)).toEqual([]);
    const [before, after] = [await filesOn(overlayDisk(bytes)), await filesOn(whole)];
    const total = whole.sectorsWritten();
    expect(total).toBeGreaterThan(30);
    for (let sectors = 0; sectors < total; sectors += 1) {
      const cut = overlayDisk(bytes, sectors);
      await expect(putCard(cut, fitting)).rejects.toThrow(PowerCut);
      const disk = cut.again();
      for (const [path, found] of await filesOn(disk))
        if (!/~\d/.test(path)) expect([before.get(path), after.get(path)], `${path} after ${sectors}`).toContain(found);
      expect(await putCard(disk, fitting), `after ${sectors} sectors`).toEqual([]);
      const mended = await filesOn(disk);
      expect([...mended.keys()].sort()).toEqual([...after.keys()].sort());
      for (const [path, wanted] of after) expect(mended.get(path), `${path} after ${sectors} sectors`).toBe(wanted);
    }
  },
);
