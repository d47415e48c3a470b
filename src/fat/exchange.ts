import { entryAt, geometryFor, point } from "./entry.ts";
import type { Sectors } from "./sectors.ts";

/**
 * Two files exchange their contents, and neither its name nor its place in its folder: that is the change of one sector for each, so
 * that at no moment a name leads to half a file. Nobody may have the file system mounted.
 */
export function exchange(sectors: Sectors, pairs: readonly (readonly [path: string, other: string])[]): void {
  for (const [path, other] of pairs) {
    const geometry = geometryFor(sectors);
    const [one, two] = [entryAt(sectors, geometry, path), entryAt(sectors, geometry, other)];
    point(sectors, one, two);
    point(sectors, two, one);
  }
}
