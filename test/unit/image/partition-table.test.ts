import { expect, test } from "vitest";
import { findBootPartition, readPartitions } from "../../../src/image/partition-table.ts";
import { bootRecord, firstSector, memoryDisk } from "./sample.ts";

/** A disk that has a table and room for its first partition. */
const diskWith = (type: number, count = 16) => {
  const bytes = new Uint8Array((firstSector + 16) * 512);
  bytes.set(bootRecord(type, count));
  return memoryDisk(bytes);
};

const complaint = (bytes: Uint8Array) => findBootPartition(memoryDisk(bytes)).diagnostics[0];

test.each([0x06, 0x0b, 0x0c, 0x0e])("type %i is a FAT partition to boot from", (type) => {
  expect(findBootPartition(diskWith(type))).toEqual({
    value: { type, first: firstSector, count: 16 },
    diagnostics: [],
  });
});

test("entries keep their order, and those that are not in use are left out", () => {
  expect(readPartitions(bootRecord(0x0c, 16))?.map(({ type }) => type)).toEqual([0x0c, 0x83]);
  const { value } = findBootPartition(diskWith(0x0c));
  const swapped = bootRecord(0x83, 16);
  swapped[462 + 4] = 0x0c;
  expect(value?.first).toBe(firstSector);
  expect(readPartitions(swapped)?.find(({ type }) => type === 0x0c)?.first).toBe(firstSector + 16);
});

test("a table without a FAT partition is refused: GPT's protective one, Linux, a Mac's", () => {
  for (const type of [0xee, 0x83, 0xaf])
    expect(findBootPartition(diskWith(type)).diagnostics[0]).toMatchObject({
      code: "not-an-image",
      message: "it has no FAT partition, from which a Raspberry Pi would boot",
    });
});

test("an image that was cut is noticed before anything is written to it", () => {
  const { value, diagnostics } = findBootPartition(diskWith(0x0c, 17));
  expect(value).toBeUndefined();
  expect(diagnostics[0]?.message).toBe("it ends before its boot partition does");
});

test("a packed image is named as such", () => {
  const starting = (...bytes: number[]) => Uint8Array.from({ length: 4096 }, (_, at) => bytes[at] ?? 0);
  expect(complaint(starting(0xfd, 0x37, 0x7a, 0x58, 0x5a, 0))?.message).toBe("it is packed with xz: unpack it first");
  expect(complaint(starting(0x1f, 0x8b))?.message).toContain("gzip");
  expect(complaint(starting(0x50, 0x4b, 3, 4))?.message).toContain("zip");
  expect(complaint(starting(0x28, 0xb5, 0x2f, 0xfd))?.message).toContain("zstd");
});

test("what is no disk at all is said to be none", () => {
  for (const bytes of [new Uint8Array(), new Uint8Array(100), new Uint8Array(4096)])
    expect(complaint(bytes)).toMatchObject({
      code: "not-an-image",
      message: expect.stringContaining("no partition table"),
    });
});
