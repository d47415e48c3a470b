import { existsSync, mkdtempSync, readdirSync, readFileSync, rmSync, writeFileSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { afterEach, beforeEach, expect, test, vi } from "vitest";
import { lock } from "../../../src/host/file-lock.ts";

const disk = vi.hoisted(() => ({ full: false }));

vi.mock(import("node:fs"), async (original) => {
  const real = await original();
  const writeFileSync: typeof real.writeFileSync = (path, data, options) => {
    real.writeFileSync(path, disk.full ? "" : data, options);
    if (disk.full) throw Object.assign(new Error("ENOSPC"), { code: "ENOSPC" });
  };
  return { ...real, writeFileSync };
});

let folder: string;
let path: string;
beforeEach(() => {
  folder = mkdtempSync(join(tmpdir(), "edgegen-lock-"));
  path = join(folder, "lock");
});
afterEach(() => rmSync(folder, { recursive: true, force: true }));

function take() {
  const taken = lock(path);
  if ("release" in taken) return taken.release;
  throw new Error(`held by ${taken.heldBy}`);
}

test("a lock belongs to one process, and begins with its number", () => {
  const release = take();
  expect(readFileSync(path, "utf8").split(" ")[0]).toBe(String(process.pid));
  expect(lock(path)).toEqual({ heldBy: process.pid });
  release();
  expect(readdirSync(folder)).toEqual([]);
});

test("that of a dead process, of no process, and of an earlier one with this number is taken over", () => {
  for (const stale of ["4194305", "4194305 boot 1", "", "no number", "-1", String(process.pid)]) {
    writeFileSync(path, stale);
    take()();
  }
  expect(readdirSync(folder)).toEqual([]);
});

test("a process that has the number since a reboot does not hold it, where the system tells", () => {
  const parent = process.ppid;
  writeFileSync(path, `${parent} 00000000-0000-0000-0000-000000000000 17`);
  if (existsSync("/proc/self/stat")) take()();
  else expect(lock(path)).toEqual({ heldBy: parent });
  writeFileSync(path, String(parent));
  expect(lock(path)).toEqual({ heldBy: parent });
});

test("a disk that is full leaves no half lock", () => {
  disk.full = true;
  try {
    expect(() => lock(path)).toThrow("ENOSPC");
  } finally {
    disk.full = false;
  }
  expect(readdirSync(folder)).toEqual([]);
});
