import { type Sectors, sectorSize } from "../fat/sectors.ts";
import type { Disk } from "../host/disk.ts";
import type { Partition } from "./partition-table.ts";
import { inSafeOrder } from "./safe-order.ts";
import { type Waiting, waitingSectors } from "./waiting-sectors.ts";

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
    read(first, length) {
      const bytes = ahead(first, length).slice();
      waiting.lay(first, bytes);
      return bytes;
    },
    write: (first, data) => waiting.add(first, data),
    flush() {
      const onDisk = { count, read: ahead, write: () => undefined };
      for (const stage of inSafeOrder(onDisk, waiting)) {
        for (const { first, data } of runsOf(stage)) disk.write((start + first) * sectorSize, data);
        disk.flush();
      }
      waiting = waitingSectors();
      ahead = readAhead(disk, start, count);
    },
  };
}

/** FatFs asks for one cluster at a time, which may be a sector: a kernel would be seventy thousand system calls. 128 KiB at least. */
function readAhead(disk: Disk, start: number, count: number): Sectors["read"] {
  const shortest = 256;
  let held: { readonly first: number; readonly data: Uint8Array } = { first: 0, data: new Uint8Array() };
  return (first, length) => {
    const inHeld = (first - held.first) * sectorSize;
    const end = inHeld + length * sectorSize;
    if (inHeld >= 0 && end <= held.data.length) return held.data.subarray(inHeld, end);
    const wanted = Math.max(length, Math.min(shortest, count - first));
    held = { first, data: disk.read((start + first) * sectorSize, wanted * sectorSize) };
    return held.data.subarray(0, length * sectorSize);
  };
}

/** At most this many sectors are written at once: 1 MiB. */
const longestRun = 2048;

function* runsOf(stage: Waiting): Generator<{ first: number; data: Uint8Array }> {
  let run: { first: number; parts: Uint8Array[] } | undefined;
  for (const [sector, data] of stage.sectors()) {
    if (run && sector === run.first + run.parts.length && run.parts.length < longestRun) run.parts.push(data);
    else {
      if (run) yield { first: run.first, data: joined(run.parts) };
      run = { first: sector, parts: [data] };
    }
  }
  if (run) yield { first: run.first, data: joined(run.parts) };
}

function joined(parts: readonly Uint8Array[]): Uint8Array {
  const data = new Uint8Array(parts.length * sectorSize);
  for (const [index, part] of parts.entries()) data.set(part, index * sectorSize);
  return data;
}
