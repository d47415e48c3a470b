import { expect, test } from "vitest";
import { withBootPartition } from "../../../src/image/boot-partition.ts";
import { firstSector, imageWith, largeOf, type MemoryDisk } from "./sample.ts";

const text = (bytes: Uint8Array | undefined) => bytes && new TextDecoder().decode(bytes);
const bytes = (value: string) => new TextEncoder().encode(value);
/** Vitest compares typed arrays element by element, which takes a second for these. */
const isIn = (found: Uint8Array | undefined) => (wanted: Uint8Array) =>
  found !== undefined && Buffer.compare(found, wanted) === 0;

test.each([
  { title: "FAT16", kind: "fat", mebibytes: 8, clusterSize: 512 },
  { title: "FAT16 with clusters of 2 KiB", kind: "fat", mebibytes: 16, clusterSize: 2048 },
  { title: "FAT32 with clusters of one sector, as pi-gen makes it", kind: "fat32", mebibytes: 40, clusterSize: 512 },
] as const)("files are written, and read back through another mount: $title", async ({ title, ...shape }) => {
  const disk = await imageWith({ "CONFIG.TXT": "old", "overlays/A.dtbo": "a" }, shape);
  const big = Uint8Array.from({ length: 300_001 }, (_, at) => at % 251);
  await withBootPartition(disk, (partition) => {
    partition.write("config.txt", bytes("new and longer"));
    partition.write("edgegen/deep/a long name with spaces.bin", big);
    partition.write("Overlays/b.dtbo", bytes(""));
  });
  const { value } = await withBootPartition(disk, (partition) => {
    expect(partition.label).toBe("bootfs");
    expect(partition.clusterSize).toBe(shape.clusterSize);
    expect(text(partition.read("Config.Txt"))).toBe("new and longer");
    expect(big).toSatisfy(isIn(partition.read("EDGEGEN/Deep/a long name with spaces.bin")));
    expect(partition.list("overlays").map(({ name, kind, size }) => [name, kind, size])).toEqual([
      ["A.dtbo", "file", 1],
      ["b.dtbo", "file", 0],
    ]);
    return partition.list("").map(({ name, kind }) => `${kind} ${name}`);
  });
  expect(value?.toSorted(), title).toEqual(["file CONFIG.TXT", "folder edgegen", "folder overlays"]);
});

test.each([
  { title: "FAT12", kind: "fat", mebibytes: 1, clusterSize: 512 },
  { title: "FAT16", kind: "fat", mebibytes: 8, clusterSize: 512 },
  { title: "FAT16, 2 KiB", kind: "fat", mebibytes: 16, clusterSize: 2048 },
  { title: "FAT32", kind: "fat32", mebibytes: 40, clusterSize: 512 },
] as const)(
  "what is large goes into the holes between files, and is there however it is asked for: $title",
  async (shape) => {
    const names = Array.from({ length: 60 }, (_, at) => `fill${at}.bin`);
    const disk = await imageWith(Object.fromEntries(names.map((name) => [name, name.repeat(300)])), shape);
    await withBootPartition(disk, (partition) => names.filter((_, at) => at % 2 === 0).forEach(partition.remove));
    const bytesOf = (size: number, seed: number) => Uint8Array.from({ length: size }, (_, at) => (at * seed) % 251);
    const contents = { "one.bin": bytesOf(99_999, 7), "two.bin": bytesOf(0, 1), "a/three.bin": bytesOf(30_720, 11) };
    await withBootPartition(disk, (partition) => {
      for (const [path, content] of Object.entries(contents)) partition.write(path, largeOf(content));
    });
    const replaced = { ...contents, "one.bin": bytesOf(50_001, 13) };
    await withBootPartition(disk, (partition) => partition.write("ONE.BIN", largeOf(replaced["one.bin"], 65_536)));
    const { value, diagnostics } = await withBootPartition(disk, (partition) => {
      for (const [path, content] of Object.entries(replaced)) {
        expect(content).toSatisfy(isIn(partition.read(path)));
        expect(partition.holds(path, largeOf(content)), path).toBe(true);
        expect(partition.holds(path, largeOf(Uint8Array.of(...content, 0))), path).toBe(false);
        expect(partition.holds(path, largeOf(content.map((byte) => byte + 1))), path).toBe(content.length === 0);
      }
      for (const name of names.filter((_, at) => at % 2 === 1))
        expect(text(partition.read(name)), name).toBe(name.repeat(300));
      return { sound: partition.isSound(), free: partition.free() };
    });
    expect(diagnostics).toEqual([]);
    expect(value?.sound).toBe(true);
  },
);

test("a file that is large finds the file system full before a byte is written, and may leave not one cluster", async () => {
  const disk = await imageWith({ a1: "x", a2: "x".repeat(600), a3: "x", a4: "x", a5: "x" });
  await withBootPartition(disk, (partition) => ["a1", "a2", "a4"].forEach(partition.remove));
  disk.writes.length = 0;
  const { value: free = 0 } = await withBootPartition(disk, (partition) => partition.free());
  const over = await withBootPartition(disk, (partition) => partition.write("a", largeOf(new Uint8Array(free + 1))));
  expect(over.diagnostics[0]).toMatchObject({ code: "not-an-image", message: expect.stringContaining("full") });
  expect(disk.writes).toEqual([]);
  await withBootPartition(disk, (partition) => partition.write("a", largeOf(new Uint8Array(free).fill(1))));
  const { value } = await withBootPartition(disk, (partition) => [partition.free(), partition.isSound()]);
  expect(value).toEqual([0, true]);
});

test("what does not read back as it is said to be is not what is there: a source that ends early, and one that goes on", async () => {
  const disk = await imageWith({});
  const right = Uint8Array.from({ length: 5000 }, (_, at) => at % 251);
  const lying = { early: right.subarray(0, 2000), late: Uint8Array.of(...right, ...right) };
  for (const [path, pieces] of Object.entries(lying)) {
    const content = { ...largeOf(right), pieces: largeOf(pieces).pieces };
    await withBootPartition(disk, (partition) => partition.write(path, content));
    const { value } = await withBootPartition(disk, (partition) => partition.holds(path, largeOf(right)));
    expect(value, path).toBe(path === "late");
  }
});

test("what is not there is undefined or nothing, whatever the name", async () => {
  const disk = await imageWith({ "a/b": "c" });
  const { diagnostics } = await withBootPartition(disk, (partition) => {
    for (const path of ["x", "x/y", "a/b/c", "a:b?*", "a"]) expect(partition.read(path), path).toBeUndefined();
    expect(["x", "x/y", "a", "a/b"].map(partition.exists)).toEqual([false, false, true, true]);
    expect(partition.list("x")).toEqual([]);
  });
  expect(diagnostics).toEqual([]);
});

test("looking changes no byte", async () => {
  const disk = await imageWith({ "config.txt": "x" });
  await withBootPartition(disk, (partition) => [partition.read("config.txt"), partition.list(""), partition.free()]);
  expect(disk.writes).toEqual([]);
});

test("an edit that is given up in the middle leaves the disk as it was", async () => {
  const disk = await imageWith({ "config.txt": "x" });
  const edit = withBootPartition(disk, (partition) => {
    partition.write("config.txt", bytes("y"));
    throw new Error("given up");
  });
  await expect(edit).rejects.toThrow("given up");
  expect(disk.writes).toEqual([]);
});

test("sectors go out in long runs, in the boot partition only, between two writes of its first sector", async () => {
  const disk = await imageWith({ "config.txt": "x" });
  const before = disk.bytes.slice();
  const payload = new Uint8Array(2_000_000).fill(7);
  await withBootPartition(disk, (partition) => partition.write("edgegen/payload", payload));
  const boot = { offset: firstSector * 512, length: 512 };
  expect([disk.writes.at(0), disk.writes.at(-1)]).toEqual([boot, boot]);
  expect(disk.writes.length).toBeLessThan(16);
  expect(disk.bytes.slice(boot.offset, boot.offset + 512)).toEqual(before.slice(boot.offset, boot.offset + 512));
  expect(outside(disk, disk.bytes)).toEqual(outside(disk, before));
});

test("a file that is replaced keeps its place in its folder, and its old clusters until the new ones are full", async () => {
  const disk = await imageWith({ "first.txt": "a".repeat(2000), "config.txt": "old ".repeat(500), "last.txt": "z" });
  const before = disk.bytes.slice();
  await withBootPartition(disk, (partition) => partition.write("CONFIG.TXT", bytes("new ".repeat(700))));
  const { value } = await withBootPartition(disk, (partition) => partition.list("").map(({ name }) => name));
  expect(value).toEqual(["first.txt", "config.txt", "last.txt"]);
  const old = Buffer.from(before).indexOf("old old");
  expect(Buffer.from(disk.bytes.buffer, old, 2000).toString()).toBe("old ".repeat(500));
});

/** Everything but the FAT partition: the MBR with its disk signature, the gap, and the root file system. */
const outside = (disk: MemoryDisk, image: Uint8Array) => {
  const end = disk.size - 2048 * 512;
  return [image.slice(0, firstSector * 512), image.slice(end)].map((part) => Buffer.from(part).toString("latin1"));
};

test("what the file system cannot hold is data, and nothing of it is written", async () => {
  const disk = await imageWith({ "config.txt": "x" });
  const { value, diagnostics } = await withBootPartition(disk, (partition) => {
    partition.write("first", bytes("fits"));
    partition.write("second", new Uint8Array(9_000_000));
  });
  expect(value).toBeUndefined();
  expect(diagnostics[0]).toMatchObject({ code: "not-an-image", message: expect.stringContaining("full") });
  expect(disk.writes).toEqual([]);
});

test("a partition without a file system, and one whose table is broken, are refused", async () => {
  const empty = await imageWith({});
  empty.bytes.fill(0, firstSector * 512, (firstSector + 1) * 512);
  const none = await withBootPartition(empty, () => 1);
  expect(none.diagnostics[0]?.message).toBe("its boot partition holds no FAT file system");
  const broken = await imageWith({ big: "x".repeat(100_000) });
  const reserved = 1;
  broken.bytes.fill(0, (firstSector + reserved) * 512 + 4, (firstSector + reserved + 1) * 512);
  const cut = await withBootPartition(broken, (partition) => partition.read("big"));
  expect(cut.diagnostics[0]?.message).toContain("cannot be used: read");
});
