import { clusterOf, type Geometry, geometryOf } from "../fat/geometry.ts";
import { marked } from "../fat/mend.ts";
import { type Sectors, sectorSize } from "../fat/sectors.ts";
import { tableOf, valueAt } from "../fat/table.ts";
import { type Waiting, waitingSectors } from "./waiting-sectors.ts";

/**
 * What waits, in stages of which each is on the disk before the next begins, so that a power cut between any two sectors leaves a file
 * system that mounts, with every file old or new and none by half: first what lies in clusters that were free, then the table with
 * what is new and everything old still in it, then the folders that lead to it, then the table without what nothing leads to any more.
 * While that goes on the file system is marked, so that whoever finds it knows that clusters without a file may be left.
 */
export function* inSafeOrder(disk: Sectors, waiting: Waiting): Generator<Waiting> {
  const geometry = geometryOf(disk);
  if (waiting.isEmpty()) return;
  if (geometry === undefined) return yield waiting;
  const boot = disk.read(0, 1).slice();
  const { fresh, table, folders, info } = sorted(disk, geometry, waiting);
  yield only(0, marked(boot, geometry, true));
  yield fresh;
  yield withOld(disk, geometry, table);
  yield folders;
  yield table;
  yield info;
  yield only(0, waiting.get(0) ?? boot);
}

function only(sector: number, data: Uint8Array): Waiting {
  const stage = waitingSectors();
  stage.add(sector, data);
  return stage;
}

function sorted(disk: Sectors, geometry: Geometry, waiting: Waiting) {
  const stages = {
    fresh: waitingSectors(),
    table: waitingSectors(),
    folders: waitingSectors(),
    info: waitingSectors(),
  };
  const { tables } = geometry;
  const old = tableOf(disk, geometry);
  const stageOf = (sector: number): keyof typeof stages => {
    if (sector < tables.first) return "info";
    if (sector < tables.first + tables.count * tables.length) return "table";
    const cluster = clusterOf(geometry, sector);
    return cluster !== undefined && old.get(cluster) === 0 ? "fresh" : "folders";
  };
  for (const [sector, data] of waiting.sectors()) if (sector !== 0) stages[stageOf(sector)].add(sector, data);
  return stages;
}

/** Entries that are in use on the disk stay as they are there. */
function withOld(disk: Sectors, { kind }: Geometry, table: Waiting): Waiting {
  const stage = waitingSectors();
  const width = kind / 8;
  const mask = kind === 32 ? 0x0fffffff : 0xffff;
  for (const [sector, data] of table.sectors()) {
    const [before, merged] = [disk.read(sector, 1), data.slice()];
    for (let at = 0; at < sectorSize; at += width)
      if ((valueAt(before, at, kind) & mask) !== 0) merged.set(before.subarray(at, at + width), at);
    stage.add(sector, merged);
  }
  return stage;
}
