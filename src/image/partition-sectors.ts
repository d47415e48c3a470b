import { type Sectors, sectorSize } from "../fat/sectors.ts";
import type { Extent } from "../fat/table.ts";
import type { Disk } from "../host/disk.ts";
import type { Partition } from "./partition-table.ts";
import { inSafeOrder } from "./safe-order.ts";
import { type Run, waitingSectors } from "./waiting-sectors.ts";

/** The sectors of a partition, in which what is written waits: nothing reaches the disk before `flush`. */
export interface PartitionSectors extends Sectors {
  /** Has these sectors, in clusters that were free, get what comes in pieces of whole sectors but the last: that is asked for by `flush`. */
  readonly pour: (into: readonly Extent[], pieces: Iterable<Uint8Array>) => void;
  readonly flush: () => void;
}

/**
 * FatFs writes sector by sector, and the same ones of the allocation table again and again. Held back, they go out in long runs, and an
 * edit that is given up in the middle leaves the disk as it was.
 */
export function partitionSectors(disk: Disk, { first: start, count }: Partition): PartitionSectors {
  let waiting = waitingSectors();
  let ahead = readAhead(disk, start, count);
  let poured: Iterable<Run>[] = [];
  return {
    count,
    read: (first, length, room) => waiting.over(first, ahead(first, length, room)),
    write: (first, data) => waiting.add(first, data),
    pour: (into, pieces) => void poured.push(runsOf(into, pieces)),
    flush() {
      const onDisk = { count, read: ahead, write: () => undefined };
      for (const stage of inSafeOrder(onDisk, waiting, oneAfterTheOther(poured))) {
        for (const { first, data } of stage) disk.write((start + first) * sectorSize, data);
        disk.flush();
      }
      waiting = waitingSectors();
      poured = [];
      ahead = readAhead(disk, start, count);
    },
  };
}

function* oneAfterTheOther<T>(lists: readonly Iterable<T>[]): Iterable<T> {
  for (const list of lists) yield* list;
}

const none: Extent = { first: 0, count: 0 };

/** What is left of the last sector gets zeros. What has no place any more is longer than it was said to be, and missed when it is read back. */
function* runsOf(extents: readonly Extent[], pieces: Iterable<Uint8Array>): Generator<Run> {
  const places = extents.values();
  let { first, count } = none;
  for (const piece of pieces)
    for (let at = 0; at < piece.length; ) {
      if (count === 0) ({ first, count } = places.next().value ?? none);
      if (count === 0) return;
      const data = piece.subarray(at, at + count * sectorSize);
      yield { first, data: wholeSectors(data) };
      const done = Math.ceil(data.length / sectorSize);
      first += done;
      count -= done;
      at += data.length;
    }
}

function wholeSectors(data: Uint8Array): Uint8Array {
  if (data.length % sectorSize === 0) return data;
  const whole = new Uint8Array(Math.ceil(data.length / sectorSize) * sectorSize);
  whole.set(data);
  return whole;
}

/** 128 KiB. FatFs asks for one cluster at a time, which may be a sector: a kernel would be seventy thousand system calls. */
const perWindow = 256;

/** The table and what it leads to are asked for in turns: one window would be read again for each. */
const mostWindows = 16;

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
  return (first, length, room) => {
    const from = first % perWindow;
    if (from + length <= perWindow)
      return windowOf(Math.floor(first / perWindow)).subarray(from * sectorSize, (from + length) * sectorSize);
    return disk.read((start + first) * sectorSize, length * sectorSize, room);
  };
}
