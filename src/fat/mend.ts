import { readFolder, type Slot } from "./directory.ts";
import { FatError } from "./fatfs.ts";
import { type Geometry, geometryOf } from "./geometry.ts";
import { type Sectors, sectorSize } from "./sectors.ts";
import { type Table, tableOf } from "./table.ts";

/** The byte of the boot sector in which systems note that they have not finished: bit 0 (Linux, fat_boot_sector.state). */
const stateAt = { 16: 0x25, 32: 0x41 } as const;

/** Whether something was cut while it wrote to this file system. */
export function isDirty(sectors: Sectors): boolean {
  const geometry = geometryOf(sectors);
  return geometry !== undefined && ((sectors.read(0, 1)[stateAt[geometry.kind]] ?? 0) & 1) !== 0;
}

/** The boot sector, with the note or without it. */
export function marked(boot: Uint8Array, { kind }: Geometry, dirty: boolean): Uint8Array {
  const bytes = boot.slice();
  const at = stateAt[kind];
  bytes[at] = ((bytes[at] ?? 0) & ~1) | (dirty ? 1 : 0);
  return bytes;
}

/**
 * Puts right what a cut leaves: clusters that no file has, copies of the table that differ, half a long name, a wrong count. Throws
 * FatError on any other fault: that needs somebody who decides which of two files is right.
 */
export function mend(sectors: Sectors): void {
  const geometry = geometryOf(sectors);
  if (geometry === undefined) return;
  const table = tableOf(sectors, geometry);
  const used = new Uint8Array(geometry.clusters + 2);
  const stray: Slot[] = [];
  if ("cluster" in geometry.root) take(used, table, geometry.root.cluster, "its root folder");
  visit(sectors, geometry, table, undefined, "", used, stray);
  for (const slot of stray) strike(sectors, slot);
  const free = release(table, used);
  equalize(sectors, geometry);
  count(sectors, geometry, free);
  sectors.write(0, marked(sectors.read(0, 1), geometry, false));
}

/** Whether there is nothing wrong that `mend` would put right, or could not. */
export function isSound(sectors: Sectors): boolean {
  let sound = true;
  const keeping = (first: number, data: Uint8Array) => {
    sound &&= Buffer.compare(sectors.read(first, data.length / sectorSize), data) === 0;
  };
  try {
    mend({ count: sectors.count, read: sectors.read, write: keeping });
    return sound;
  } catch (error) {
    if (error instanceof FatError) return false;
    throw error;
  }
}

function visit(
  sectors: Sectors,
  geometry: Geometry,
  table: Table,
  cluster: number | undefined,
  path: string,
  used: Uint8Array,
  stray: Slot[],
): void {
  const found = readFolder(sectors, geometry, table, cluster);
  stray.push(...found.stray);
  for (const entry of found.entries) {
    const name = `${path}${entry.name}`;
    if (entry.cluster !== 0) take(used, table, entry.cluster, name);
    if (entry.folder) visit(sectors, geometry, table, entry.cluster, `${name}/`, used, stray);
  }
}

function take(used: Uint8Array, table: Table, cluster: number, path: string): void {
  const chain = table.chain(cluster);
  if (chain === undefined) throw new FatError(`${path} does not end`);
  for (const { first, count } of chain) {
    if (used.subarray(first, first + count).includes(1))
      throw new FatError(`${path} shares its place with another file`);
    used.fill(1, first, first + count);
  }
}

function strike(sectors: Sectors, { sector, offset }: Slot): void {
  const bytes = sectors.read(sector, 1).slice();
  bytes[offset] = 0xe5;
  sectors.write(sector, bytes);
}

/** How many clusters are free in the end. */
function release(table: Table, used: Uint8Array): number {
  const { lost, free } = table.unused(used);
  for (const cluster of lost) table.set(cluster, 0);
  table.flush();
  return free + lost.length;
}

/** 256 KiB. */
const perPiece = 512;

function equalize(sectors: Sectors, { tables }: Geometry): void {
  const [room, other] = [new Uint8Array(perPiece * sectorSize), new Uint8Array(perPiece * sectorSize)];
  for (let at = 0; at < tables.length; at += perPiece) {
    const length = Math.min(perPiece, tables.length - at);
    const right = sectors.read(tables.first + at, length, room);
    for (let copy = 1; copy < tables.count; copy += 1) {
      const place = tables.first + copy * tables.length + at;
      if (Buffer.compare(sectors.read(place, length, other), right) !== 0) sectors.write(place, right);
    }
  }
}

/** FSInfo: Microsoft's FAT specification, section 5. */
function count(sectors: Sectors, { fsInfo }: Geometry, free: number): void {
  if (fsInfo === undefined) return;
  const bytes = sectors.read(fsInfo, 1).slice();
  const view = new DataView(bytes.buffer);
  if (view.getUint32(0, true) !== 0x41615252) return;
  view.setUint32(488, free, true);
  sectors.write(fsInfo, bytes);
}
