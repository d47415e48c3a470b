import { closeSync, fstatSync, fsyncSync, ftruncateSync, openSync, readSync, writeSync } from "node:fs";
import type { Disk } from "./disk.ts";
import { toHostError } from "./node-host.ts";

/** Opens an image file for reading, or for reading and writing. */
export function openDisk(path: string, access: "read" | "write"): Disk {
  const guard = <T>(action: () => T): T => {
    try {
      return action();
    } catch (error) {
      throw toHostError(path, error);
    }
  };
  const file = guard(() => openSync(path, access === "write" ? "r+" : "r"));
  return {
    size: guard(() => fstatSync(file).size),
    read: (offset, length) => guard(() => read(file, offset, length)),
    write: (offset, data) => guard(() => write(file, offset, data)),
    grow: (size) => guard(() => ftruncateSync(file, size)),
    close: () =>
      guard(() => {
        try {
          if (access === "write") fsyncSync(file);
        } finally {
          closeSync(file);
        }
      }),
  };
}

function read(file: number, offset: number, length: number): Uint8Array {
  const buffer = new Uint8Array(length);
  let done = 0;
  while (done < length) {
    const count = readSync(file, buffer, done, length - done, offset + done);
    if (count === 0) break;
    done += count;
  }
  return buffer.subarray(0, done);
}

function write(file: number, offset: number, data: Uint8Array): void {
  let done = 0;
  while (done < data.length) done += writeSync(file, data, done, data.length - done, offset + done);
}
