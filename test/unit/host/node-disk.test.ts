import { mkdtempSync, readFileSync, rmSync, statSync, writeFileSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { afterEach, beforeEach, expect, test } from "vitest";
import type { Disk } from "../../../src/host/disk.ts";
import { HostError } from "../../../src/host/host.ts";
import { openDisk } from "../../../src/host/node-disk.ts";

let folder: string;
let image: string;
let disk: Disk | undefined;
beforeEach(() => {
  folder = mkdtempSync(join(tmpdir(), "edgegen-disk-"));
  image = join(folder, "disk.img");
  writeFileSync(image, "0123456789");
});
afterEach(() => {
  disk?.close();
  disk = undefined;
  rmSync(folder, { recursive: true, force: true });
});

const open = (access: "read" | "write", path = image): Disk => {
  disk = openDisk(path, access);
  return disk;
};
const text = (bytes: Uint8Array) => new TextDecoder().decode(bytes);
const bytes = (words: string) => new TextEncoder().encode(words);

test("fewer bytes than asked for come only from the end of the disk, and none from beyond it", () => {
  const { size, read } = open("read");
  expect(size).toBe(10);
  expect(text(read(2, 3))).toBe("234");
  expect(text(read(8, 1 << 20))).toBe("89");
  expect(read(10, 5)).toEqual(new Uint8Array());
  expect(read(1 << 30, 5)).toEqual(new Uint8Array());
});

test("what is written lies where it was put, and all else stays", () => {
  const { read, write } = open("write");
  write(3, bytes("abc"));
  expect(text(read(0, 10))).toBe("012abc6789");
  expect(readFileSync(image, "utf8")).toBe("012abc6789");
});

test("a disk grows by a hole of zeros, beyond what a 32-bit number counts", () => {
  const { read, write, grow } = open("write");
  const large = 5 * 1024 ** 3;
  grow(large);
  expect(text(read(0, 10))).toBe("0123456789");
  expect(read(large - 4, 8)).toEqual(new Uint8Array(4));
  write(large - 4, bytes("last"));
  expect(text(read(large - 4, 8))).toBe("last");
  const { size, blocks } = statSync(image);
  expect(size).toBe(large);
  expect(blocks * 512).toBeLessThan(1024 ** 2);
});

test("a disk that was opened for reading is not written", () => {
  const { write, grow } = open("read");
  expect(() => write(0, bytes("x"))).toThrow(HostError);
  expect(() => grow(20)).toThrow(HostError);
  expect(readFileSync(image, "utf8")).toBe("0123456789");
});

test("what the system refuses comes with the path and the reason", () => {
  const refusal = (reason: string, path: string) => expect.objectContaining({ reason, path });
  const none = join(folder, "none.img");
  expect(() => open("read", none)).toThrow(refusal("ENOENT", none));
  expect(() => open("write", none)).toThrow(refusal("ENOENT", none));
  expect(() => open("write", folder)).toThrow(refusal("EISDIR", folder));
});

test("a disk that was closed is closed", () => {
  const closed = openDisk(image, "write");
  closed.close();
  expect(() => closed.read(0, 1)).toThrow(HostError);
});
