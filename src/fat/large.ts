import { entryAt, geometryFor, point } from "./entry.ts";
import { FatError } from "./fatfs.ts";
import { firstSectorOf, type Geometry } from "./geometry.ts";
import { type Sectors, sectorSize } from "./sectors.ts";
import { type Extent, type Table, tableOf } from "./table.ts";

/*
 * FatFs moves a cluster at a time, and on a card a cluster may be a sector: of a large file that is half a million calls. Here its clusters
 * are taken and found at once, and what is in them goes past FatFs in large pieces.
 */

/** Gives an empty file clusters for so many bytes, and says in which sectors they lie. Nobody may have the file system mounted. */
export function allocate(sectors: Sectors, path: string, size: number): readonly Extent[] {
  const geometry = geometryFor(sectors);
  const entry = entryAt(sectors, geometry, path);
  const table = tableOf(sectors, geometry);
  const found = freeExtents(table, geometry, Math.ceil(size / (geometry.perCluster * sectorSize)));
  chain(table, found);
  point(sectors, entry, { cluster: found[0]?.first ?? 0, size });
  countTaken(sectors, geometry, found);
  return found.map((extent) => onDisk(geometry, extent));
}

/** What a file holds, in pieces that may lie in the same memory: each is good until the next one. */
export function* piecesOf(sectors: Sectors, path: string): Generator<Uint8Array> {
  const geometry = geometryFor(sectors);
  const { cluster, size } = entryAt(sectors, geometry, path);
  const clusters = size === 0 ? [] : tableOf(sectors, geometry).chain(cluster);
  const room = new Uint8Array(perPiece * sectorSize);
  let left = size;
  for (const { first, count } of (clusters ?? []).map((extent) => onDisk(geometry, extent)))
    for (let at = 0; at < count && left > 0; at += perPiece) {
      const piece = sectors.read(first + at, Math.min(perPiece, count - at), room);
      yield piece.subarray(0, left);
      left -= Math.min(left, piece.length);
    }
  if (left > 0) throw new FatError(`${path} is shorter than its entry says`);
}

/** 256 KiB: larger ones leave a processor's cache before they are looked at. */
const perPiece = 512;

const onDisk = (geometry: Geometry, { first, count }: Extent): Extent => ({
  first: firstSectorOf(geometry, first),
  count: count * geometry.perCluster,
});

function freeExtents(table: Table, { clusters }: Geometry, wanted: number): readonly Extent[] {
  const found: Extent[] = [];
  let missing = wanted;
  for (let first = 2; first < clusters + 2 && missing > 0; ) {
    let end = first;
    while (end < clusters + 2 && end - first < missing && table.get(end) === 0) end += 1;
    if (end > first) found.push({ first, count: end - first });
    missing -= end - first;
    first = end + 1;
  }
  if (missing > 0) throw new FatError("write: the file system is full");
  return found;
}

/** Greater than any cluster's number; the table keeps as many bits of it as it has. */
const endOfChain = 0x0fffffff;

function chain(table: Table, extents: readonly Extent[]): void {
  for (const [at, { first, count }] of extents.entries()) {
    for (let cluster = first; cluster < first + count - 1; cluster += 1) table.set(cluster, cluster + 1);
    table.set(first + count - 1, extents[at + 1]?.first ?? endOfChain);
  }
  table.flush();
}

/** FSInfo: Microsoft's FAT specification, section 5. The highest number stands for a count that nobody knows. */
function countTaken(sectors: Sectors, { fsInfo }: Geometry, taken: readonly Extent[]): void {
  if (fsInfo === undefined) return;
  const bytes = sectors.read(fsInfo, 1).slice();
  const view = new DataView(bytes.buffer);
  const free = view.getUint32(488, true);
  if (view.getUint32(0, true) !== 0x41615252 || free === 0xffffffff) return;
  view.setUint32(
    488,
    taken.reduce((left, { count }) => left - count, free),
    true,
  );
  sectors.write(fsInfo, bytes);
}
