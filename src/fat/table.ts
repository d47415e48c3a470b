import type { Geometry } from "./geometry.ts";
import { type Sectors, sectorSize } from "./sectors.ts";

/** What follows each other: clusters in the table, sectors on the disk. */
export interface Extent {
  readonly first: number;
  readonly count: number;
}

/**
 * The allocation table: for each cluster the one that follows it in its file. Read from the first copy, written to all. A piece of it is
 * at hand at a time, so that whoever goes through it in order reads and writes each sector once.
 */
export interface Table {
  /** 0: the cluster is free. */
  readonly get: (cluster: number) => number;
  readonly set: (cluster: number, value: number) => void;
  /** What was set is written now: before, somebody else may not see it. */
  readonly flush: () => void;
  /** The clusters from this one to the end of the chain. Undefined: it leads to what is no part of a chain, or in a circle. */
  readonly chain: (first: number) => readonly Extent[] | undefined;
  /** Of the clusters of which 0 stands in `used`: those that are not free, and how many are. Those marked as bad are neither. */
  readonly unused: (used: Uint8Array) => { readonly lost: readonly number[]; readonly free: number };
}

/** The highest four bits of FAT32 are not ours. */
export const maskOf = (kind: 16 | 32) => (kind === 32 ? 0x0fffffff : 0xffff);

/** The same memory. Every machine that this runs on keeps the low byte first, as FAT does. */
export function entriesOf({ buffer, byteOffset, byteLength }: Uint8Array, kind: 16 | 32): Uint16Array | Uint32Array {
  return kind === 32
    ? new Uint32Array(buffer, byteOffset, byteLength / 4)
    : new Uint16Array(buffer, byteOffset, byteLength / 2);
}

/** In sectors: 256 KiB. */
const pieceLength = 512;

export function tableOf(sectors: Sectors, { kind, tables, clusters }: Geometry): Table {
  const perSector = (sectorSize * 8) / kind;
  const perPiece = perSector * pieceLength;
  const mask = maskOf(kind);
  let first = 0;
  let entries = entriesOf(new Uint8Array(), kind);
  const room = new Uint8Array(Math.min(pieceLength, tables.length) * sectorSize);
  const changed = new Set<number>();
  const flush = () => {
    for (const at of changed) {
      const bytes = new Uint8Array(entries.buffer, (at % pieceLength) * sectorSize, sectorSize);
      for (let copy = 0; copy < tables.count; copy += 1) sectors.write(tables.first + copy * tables.length + at, bytes);
    }
    changed.clear();
  };
  /** Afterwards the cluster's entry is among those at hand. */
  const reach = (cluster: number) => {
    if (cluster >= first && cluster < first + entries.length) return;
    flush();
    const at = Math.floor(cluster / perPiece) * pieceLength;
    first = at * perSector;
    entries = entriesOf(sectors.read(tables.first + at, Math.min(pieceLength, tables.length - at), room), kind);
  };
  return {
    flush,
    get(cluster) {
      reach(cluster);
      return (entries[cluster - first] ?? 0) & mask;
    },
    set(cluster, value) {
      reach(cluster);
      // What was read elsewhere than into our room is not ours to change.
      if (entries.buffer !== room.buffer) entries = entriesOf(copyInto(room, entries), kind);
      entries[cluster - first] = ((entries[cluster - first] ?? 0) & ~mask) | value;
      changed.add(Math.floor(cluster / perSector));
    },
    chain(start) {
      const found: Extent[] = [];
      let total = 0;
      for (let cluster = start; cluster < mask - 7; ) {
        if (cluster < 2 || cluster >= clusters + 2 || total > clusters) return undefined;
        reach(cluster);
        const { count, next } = runAt(entries, cluster - first, first, mask);
        append(found, { first: cluster, count });
        total += count;
        cluster = next;
      }
      return found;
    },
    unused(used) {
      const lost: number[] = [];
      let free = 0;
      for (let cluster = 2; cluster < clusters + 2; cluster = first + entries.length) {
        reach(cluster);
        const end = Math.min(first + entries.length, clusters + 2);
        const [held, inUse] = [entries.subarray(cluster - first, end - first), used.subarray(cluster, end)];
        // Most of a card is as nobody has touched it.
        if (isZero(held) && isZero(inUse)) free += held.length;
        else free += countUnused(held, inUse, mask, (at) => lost.push(cluster + at));
      }
      return { lost, free };
    },
  };
}

const zeros = new Uint8Array(pieceLength * sectorSize);

const isZero = ({ buffer, byteOffset, byteLength }: Uint8Array | Uint16Array | Uint32Array) =>
  Buffer.compare(new Uint8Array(buffer, byteOffset, byteLength), zeros.subarray(0, byteLength)) === 0;

function copyInto(room: Uint8Array, { buffer, byteOffset, byteLength }: Uint16Array | Uint32Array): Uint8Array {
  room.set(new Uint8Array(buffer, byteOffset, byteLength));
  return room.subarray(0, byteLength);
}

function countUnused(
  entries: Uint16Array | Uint32Array,
  used: Uint8Array,
  mask: number,
  tellLost: (at: number) => void,
): number {
  let free = 0;
  for (let at = 0; at < entries.length; at += 1) {
    const value = (entries[at] ?? 0) & mask;
    if (used[at] !== 0) continue;
    if (value === 0) free += 1;
    else if (value !== mask - 8) tellLost(at);
  }
  return free;
}

/** From one entry on, as far as each leads to the one after it. */
function runAt(entries: Uint16Array | Uint32Array, from: number, first: number, mask: number) {
  let at = from;
  while (at + 1 < entries.length && ((entries[at] ?? 0) & mask) === first + at + 1) at += 1;
  return { count: at + 1 - from, next: (entries[at] ?? 0) & mask };
}

/** An extent that follows the last one makes that longer. */
function append(list: Extent[], extent: Extent): void {
  const last = list.at(-1);
  if (last === undefined || last.first + last.count !== extent.first) list.push(extent);
  else list[list.length - 1] = { first: last.first, count: last.count + extent.count };
}
