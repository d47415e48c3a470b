import { afterEach, expect, test, vi } from "vitest";
import { format } from "../../../src/fat/format.ts";
import { readLabel } from "../../../src/fat/label.ts";
import { inMemory } from "../../../src/fat/sectors.ts";
import { openVolume } from "../../../src/fat/volume.ts";

afterEach(() => void vi.useRealTimers());

const mebibyte = 1024 * 1024;
const shapes = [
  { kind: "fat", mebibytes: 1, offset: 43 },
  { kind: "fat", mebibytes: 8, offset: 43 },
  { kind: "fat32", mebibytes: 40, offset: 71 },
] as const;

test.each(shapes)("a label is read back, and no file: $kind of $mebibytes MiB", async ({ kind, mebibytes }) => {
  const sectors = inMemory(new Uint8Array(mebibytes * mebibyte));
  await format(sectors, { kind, clusterSize: 512, label: "system-boot" });
  const volume = await openVolume(sectors);
  expect(volume?.label).toBe("system-boot");
  expect(volume?.list("")).toEqual([]);
  volume?.unmount();
});

test.each(shapes)(
  "the entry in the root directory counts, as for blkid, and without it the boot sector: $kind of $mebibytes MiB",
  async ({ kind, mebibytes, offset }) => {
    const image = new Uint8Array(mebibytes * mebibyte);
    await format(inMemory(image), { kind, clusterSize: 512, label: "bootfs" });
    image.set(new TextEncoder().encode("other "), offset);
    expect(readLabel(inMemory(image))).toBe("bootfs");
    const deleted = 0xe5;
    image[Buffer.from(image).lastIndexOf("bootfs")] = deleted;
    expect(readLabel(inMemory(image))).toBe("other");
  },
);

test("the same files make the same bytes, whenever", async () => {
  const at = async (year: string) => {
    vi.useFakeTimers({ toFake: ["Date"], now: new Date(`${year}-06-15T12:34:56Z`) });
    const image = new Uint8Array(8 * mebibyte);
    await format(inMemory(image), { kind: "fat", clusterSize: 512, label: "bootfs" });
    const volume = await openVolume(inMemory(image));
    volume?.makeFolder("a");
    volume?.write("a/a long name.txt", new TextEncoder().encode("text"));
    volume?.unmount();
    return Buffer.from(image);
  };
  expect(Buffer.compare(await at("2026"), await at("2031"))).toBe(0);
});
