import { type RawEntry, readFolder } from "./directory.ts";
import { FatError } from "./fatfs.ts";
import { geometryOf } from "./geometry.ts";
import type { Sectors } from "./sectors.ts";
import { tableOf } from "./table.ts";

/**
 * Two files exchange their contents, and neither its name nor its place in its folder: that is the change of one sector for each, so
 * that at no moment a name leads to half a file. Nobody may have the file system mounted.
 */
export function exchange(sectors: Sectors, pairs: readonly (readonly [path: string, other: string])[]): void {
  for (const [path, other] of pairs) {
    const [one, two] = [entryAt(sectors, path), entryAt(sectors, other)];
    point(sectors, one, two);
    point(sectors, two, one);
  }
}

function entryAt(sectors: Sectors, path: string): RawEntry {
  const geometry = geometryOf(sectors);
  if (geometry === undefined) throw new FatError("its allocation table is of 12 bits");
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

function point(sectors: Sectors, { slot }: RawEntry, { cluster, size }: RawEntry): void {
  const bytes = sectors.read(slot.sector, 1).slice();
  const view = new DataView(bytes.buffer);
  view.setUint16(slot.offset + 20, cluster >>> 16, true);
  view.setUint16(slot.offset + 26, cluster & 0xffff, true);
  view.setUint32(slot.offset + 28, size, true);
  sectors.write(slot.sector, bytes);
}
