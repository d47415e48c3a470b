import { type RawEntry, readFolder } from "./directory.ts";
import { FatError } from "./fatfs.ts";
import { type Geometry, geometryOf } from "./geometry.ts";
import type { Sectors } from "./sectors.ts";
import { tableOf } from "./table.ts";

/** For what is done to sectors past FatFs, which then may not have them mounted. */
export function geometryFor(sectors: Sectors): Geometry {
  const geometry = geometryOf(sectors);
  if (geometry === undefined) throw new FatError("its allocation table is of 12 bits");
  return geometry;
}

/** The entry of a file that is there. */
export function entryAt(sectors: Sectors, geometry: Geometry, path: string): RawEntry {
  const table = tableOf(sectors, geometry);
  let cluster: number | undefined;
  let found: RawEntry | undefined;
  for (const name of path.split("/")) {
    const { entries } = readFolder(sectors, geometry, table, cluster);
    found = entries.find((entry) => entry.name.toLowerCase() === name.toLowerCase());
    if (found === undefined) throw new FatError(`${path} is not where it was written`);
    cluster = found.cluster;
  }
  if (found === undefined) throw new FatError("an entry without a name");
  return found;
}

/** Has an entry lead to other contents: that is the change of one sector. */
export function point(
  sectors: Sectors,
  { slot }: RawEntry,
  { cluster, size }: Pick<RawEntry, "cluster" | "size">,
): void {
  const bytes = sectors.read(slot.sector, 1).slice();
  const view = new DataView(bytes.buffer);
  view.setUint16(slot.offset + 20, cluster >>> 16, true);
  view.setUint16(slot.offset + 26, cluster & 0xffff, true);
  view.setUint32(slot.offset + 28, size, true);
  sectors.write(slot.sector, bytes);
}
