import type { Geometry } from "./geometry.ts";
import { type Sectors, sectorSize } from "./sectors.ts";

/** The allocation table: for each cluster the one that follows it in its file. Read from the first copy, written to all. */
export interface Table {
  /** 0: the cluster is free. */
  readonly get: (cluster: number) => number;
  readonly set: (cluster: number, value: number) => void;
  /** The clusters from this one to the end of the chain. Undefined: it leads to what is no part of a chain, or in a circle. */
  readonly chain: (first: number) => readonly number[] | undefined;
}

export function tableOf(sectors: Sectors, { kind, tables, clusters }: Geometry): Table {
  const width = kind / 8;
  const mask = kind === 32 ? 0x0fffffff : 0xffff;
  const end = mask - 7;
  const place = (cluster: number) =>
    [tables.first + Math.floor((cluster * width) / sectorSize), (cluster * width) % sectorSize] as const;
  const get = (cluster: number) => {
    const [sector, at] = place(cluster);
    return valueAt(sectors.read(sector, 1), at, kind) & mask;
  };
  return {
    get,
    set(cluster, value) {
      const [sector, at] = place(cluster);
      const bytes = sectors.read(sector, 1).slice();
      const view = new DataView(bytes.buffer);
      // The highest four bits of FAT32 are not ours.
      if (kind === 32) view.setUint32(at, ((view.getUint32(at, true) & ~mask) | value) >>> 0, true);
      else view.setUint16(at, value, true);
      for (let copy = 0; copy < tables.count; copy += 1) sectors.write(sector + copy * tables.length, bytes);
    },
    chain(first) {
      const found: number[] = [];
      for (let cluster = first; cluster < end; cluster = get(cluster)) {
        if (cluster < 2 || cluster >= clusters + 2 || found.length > clusters) return undefined;
        found.push(cluster);
      }
      return found;
    },
  };
}

export function valueAt(sector: Uint8Array, at: number, kind: 16 | 32): number {
  const view = new DataView(sector.buffer, sector.byteOffset, sector.byteLength);
  return kind === 32 ? view.getUint32(at, true) : view.getUint16(at, true);
}
