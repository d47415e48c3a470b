import { clusterOf, type Geometry, geometryOf } from "../fat/geometry.ts";
import { marked } from "../fat/mend.ts";
import { type Sectors, sectorSize } from "../fat/sectors.ts";
import { entriesOf, maskOf } from "../fat/table.ts";
import type { Run, Waiting } from "./waiting-sectors.ts";

/** What is on the disk before anything of the next stage. */
type Stage = Iterable<Run>;

/**
 * What waits, in stages of which each is on the disk before the next begins, so that a power cut between any two sectors leaves a file
 * system that mounts, with every file old or new and none by half: first what lies in clusters that were free, then the table with
 * what is new and everything old still in it, then the folders that lead to it, then the table without what nothing leads to any more.
 * While that goes on the file system is marked, so that whoever finds it knows that clusters without a file may be left.
 *
 * What is poured is large, and known to belong into clusters that were free.
 */
export function* inSafeOrder(disk: Sectors, waiting: Waiting, poured: Stage): Generator<Stage> {
  if (waiting.isEmpty()) return;
  const geometry = geometryOf(disk);
  if (geometry === undefined) return yield waiting.runs(() => true);
  const boot = disk.read(0, 1).slice();
  const kinds = kindsOf(disk, geometry, waiting);
  const all = (kind: number) => waiting.runs((sector) => kinds[sector] === kind);
  yield [{ first: 0, data: marked(boot, geometry, true) }];
  yield all(kind.fresh);
  yield poured;
  yield withOld(disk, geometry, all(kind.table));
  yield all(kind.folders);
  yield all(kind.table);
  yield all(kind.info);
  yield [{ first: 0, data: waiting.get(0) ?? boot }];
}

const kind = { boot: 0, info: 1, table: 2, fresh: 3, folders: 4 } as const;

/** What each waiting sector is to the file system as it is on the disk now. */
function kindsOf(disk: Sectors, geometry: Geometry, waiting: Waiting): Uint8Array {
  const { tables } = geometry;
  const isFree = freeOn(disk, geometry);
  const kinds = new Uint8Array(disk.count);
  const kindOf = (sector: number) => {
    if (sector < tables.first) return sector === 0 ? kind.boot : kind.info;
    if (sector < tables.first + tables.count * tables.length) return kind.table;
    const cluster = clusterOf(geometry, sector);
    return cluster !== undefined && isFree(cluster) ? kind.fresh : kind.folders;
  };
  for (const { first, data } of waiting.runs(() => true))
    for (let sector = first; sector < first + data.length / sectorSize; sector += 1) kinds[sector] = kindOf(sector);
  return kinds;
}

/** Asked in the order in which clusters lie, it reads each sector of the table once. */
function freeOn(disk: Sectors, { kind: bits, tables }: Geometry): (cluster: number) => boolean {
  const perSector = (sectorSize * 8) / bits;
  let held: Uint16Array | Uint32Array | undefined;
  let number = -1;
  return (cluster) => {
    const wanted = Math.floor(cluster / perSector);
    if (wanted !== number) held = entriesOf(disk.read(tables.first + wanted, 1), bits);
    number = wanted;
    return isFree(held?.[cluster % perSector] ?? 0, bits);
  };
}

const isFree = (entry: number, bits: 16 | 32) => (entry & maskOf(bits)) === 0;

/** Entries that are in use on the disk stay as they are there. */
function* withOld(disk: Sectors, { kind: bits }: Geometry, table: Stage): Stage {
  for (const { first, data } of table) {
    const before = entriesOf(disk.read(first, data.length / sectorSize), bits);
    const merged = entriesOf(data, bits).slice();
    for (let at = 0; at < merged.length; at += 1) {
      const old = before[at] ?? 0;
      if (!isFree(old, bits)) merged[at] = old;
    }
    yield { first, data: new Uint8Array(merged.buffer) };
  }
}
