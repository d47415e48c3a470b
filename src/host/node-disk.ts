import {
  closeSync,
  constants,
  fstatSync,
  fsyncSync,
  ftruncateSync,
  openSync,
  readFileSync,
  readSync,
  type Stats,
  statSync,
  writeSync,
} from "node:fs";
import type { Disk, DiskAccess } from "./disk.ts";
import { toHostError } from "./node-host.ts";

export function openDisk(path: string, access: DiskAccess): Disk {
  const guard = <T>(action: () => T): T => {
    try {
      return action();
    } catch (error) {
      throw toHostError(path, error);
    }
  };
  const file = guard(() => openSync(path, access === "read" ? "r" : flagsFor(path)));
  return {
    size: guard(() => sizeOf(fstatSync(file))),
    read: (offset, length, room) => guard(() => read(file, offset, length, room)),
    write: (offset, data) => guard(() => write(file, offset, data)),
    grow: (size) => guard(() => ftruncateSync(file, size)),
    flush: () => guard(() => access === "write" && fsyncSync(file)),
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

/** Linux refuses a block device that is asked for alone (O_EXCL) while it, or a partition of it, is mounted. */
function flagsFor(path: string): number {
  const { O_RDWR, O_EXCL } = constants;
  return statSync(path).isBlockDevice() && process.platform === "linux" ? O_RDWR | O_EXCL : O_RDWR;
}

/** A block device has no size of its own to the system call; Linux says it in sectors of 512 bytes, whatever the device's are. */
function sizeOf(stats: Stats): number {
  if (!stats.isBlockDevice() || process.platform !== "linux") return stats.size;
  const [major, minor] = [(stats.rdev >>> 8) & 0xfff, (stats.rdev & 0xff) | ((stats.rdev >>> 12) & 0xfff00)];
  return Number(readFileSync(`/sys/dev/block/${major}:${minor}/size`, "utf8")) * 512;
}

function read(file: number, offset: number, length: number, room?: Uint8Array): Uint8Array {
  const buffer = room?.subarray(0, length) ?? new Uint8Array(length);
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
