import { type Sectors, sectorSize } from "../fat/sectors.ts";
import type { Disk } from "../host/disk.ts";
import type { Partition } from "./partition-table.ts";
import { inSafeOrder } from "./safe-order.ts";
import { waitingSectors } from "./waiting-sectors.ts";

/** The sectors of a partition, in which what is written waits: nothing reaches the disk before `flush`. */
export interface PartitionSectors extends Sectors {
  readonly flush: () => void;
}

/**
 * FatFs writes sector by sector, and the same ones of the allocation table again and again. Held back, they go out in long runs, and an
 * edit that is given up in the middle leaves the disk as it was.
 */
export function partitionSectors(disk: Disk, { first: start, count }: Partition): PartitionSectors {
  let waiting = waitingSectors();
  let ahead = readAhead(disk, start, count);
  return {
    count,
    read: (first, length) => waiting.over(first, ahead(first, length)),
    write: (first, data) => waiting.add(first, data),
    flush() {
      const onDisk = { count, read: ahead, write: () => undefined };
      for (const stage of inSafeOrder(onDisk, waiting)) {
        for (const { first, data } of stage) disk.write((start + first) * sectorSize, data);
        disk.flush();
      }
      waiting = waitingSectors();
      ahead = readAhead(disk, start, count);
    },
  };
}

/** 128 KiB. FatFs asks for one cluster at a time, which may be a sector: a kernel would be seventy thousand system calls. */
const perWindow = 256;

/** The table and what it leads to are asked for in turns: one window would be read again for each. */
const mostWindows = 8;

/** Nobody may change what it gives. */
function readAhead(disk: Disk, start: number, count: number): Sectors["read"] {
  const windows = new Map<number, Uint8Array>();
  const windowOf = (number: number): Uint8Array => {
    const held = windows.get(number);
    if (held) return held;
    const first = number * perWindow;
    const data = disk.read((start + first) * sectorSize, Math.min(perWindow, count - first) * sectorSize);
    const [oldest] = windows.keys();
    if (windows.size === mostWindows && oldest !== undefined) windows.delete(oldest);
    windows.set(number, data);
    return data;
  };
  return (first, length) => {
    const from = first % perWindow;
    if (from + length <= perWindow)
      return windowOf(Math.floor(first / perWindow)).subarray(from * sectorSize, (from + length) * sectorSize);
    return disk.read((start + first) * sectorSize, length * sectorSize);
  };
}
