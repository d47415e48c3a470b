import { statfsSync, statSync } from "node:fs";
import { foldersOf } from "../fat/volume.ts";
import type { BootFiles } from "../image/boot-partition.ts";
import { roomFor } from "../image/fitness.ts";
import { isLarge, type Large } from "../image/large.ts";
import { type Fitting, fittingWrites } from "../image/put-card.ts";
import type { Diagnostic } from "../model/diagnostic.ts";
import { fault } from "../model/fault.ts";
import { piecesOf } from "./cached-file.ts";
import type { Io } from "./io.ts";

/** A boot partition that the system has mounted, as far as one can look into it. */
export function bootFolder(io: Io, folder: string): BootFiles {
  const { tree } = io;
  const { bsize } = statfsSync(folder);
  const at = (path: string) => spelt(tree, folder, path);
  const stat = (path: string) => {
    const found = at(path);
    const size = found === undefined ? undefined : tree.stat(found)?.size;
    if (found === undefined || size === undefined) return undefined;
    return { name: found.slice(found.lastIndexOf("/") + 1), kind: kindOf(found), size } as const;
  };
  const read = (path: string, most?: number) => {
    const found = at(path);
    return found === undefined || kindOf(found) === "folder" ? undefined : tree.read(found)?.subarray(0, most);
  };
  return {
    ...{ label: undefined, clusterSize: bsize, dirty: false, stat, read },
    free: () => statfsSync(folder).bavail * bsize,
    exists: (path) => stat(path) !== undefined,
    holds(path, content) {
      const found = stat(path);
      if (found?.kind !== "file" || found.size !== content.length) return false;
      if (isLarge(content)) return content.isMadeOf(piecesOf(io, at(path) ?? path));
      return Buffer.compare(read(path) ?? new Uint8Array(), content) === 0;
    },
    list: (path) => tree.list(at(path) ?? folder).flatMap((name) => stat(`${path}/${name}`) ?? []),
  };
}

const kindOf = (path: string) => (statSync(path).isDirectory() ? "folder" : "file");

/** Where a file lies, whatever the case of its name; undefined: nowhere. */
function spelt(tree: Io["tree"], folder: string, path: string): string | undefined {
  let found = folder.replace(/\/+$/, "");
  for (const part of path.split("/").filter((each) => each !== "")) {
    const name = tree.list(found).find((each) => each.toLowerCase() === part.toLowerCase());
    if (name === undefined) return undefined;
    found = `${found}/${name}`;
  }
  return found;
}

/**
 * Writes a card file by file, each beside its target and then over it, in an order in which a cut leaves the card that it was, or the
 * new one. Then all of it is read again.
 */
export async function putIntoFolder(io: Io, folder: string, fitting: Fitting): Promise<readonly Diagnostic[]> {
  const { value: writes, diagnostics } = fittingWrites(bootFolder(io, folder), fitting);
  if (writes === undefined) return diagnostics;
  const { missing, removed } = roomFor(bootFolder(io, folder), writes);
  if (missing.length > 0) return missing;
  for (const path of removed) await io.host.remove(spelt(io.tree, folder, path) ?? `${folder}/${path}`);
  for (const { path, content } of writes) {
    if (io.interrupted()) return [interrupted];
    for (const parent of foldersOf([path]))
      io.tree.makeFolder(spelt(io.tree, folder, parent) ?? `${folder}/${parent}`, 0o755);
    const place = placeFor(io.tree, folder, path);
    if (isLarge(content)) writeLarge(io, place, content);
    else await io.host.writeAtomic(place, content, 0o600);
  }
  const after = bootFolder(io, folder);
  const lost = writes.filter(({ path, content }) => !after.holds(path, content));
  return lost.map(({ path }) => fault("card-failed", `${path} does not read back as it was written`));
}

/** Beside its target, flushed, and then over it. */
function writeLarge({ tree, openDisk }: Io, place: string, content: Large): void {
  const part = `${place}.part`;
  tree.removeTree(part);
  tree.writeNew(part, "", 0o600);
  try {
    const file = openDisk(part, "write");
    try {
      let at = 0;
      for (const piece of content.pieces()) {
        file.write(at, piece);
        at += piece.length;
      }
    } finally {
      file.close();
    }
    tree.rename(part, place);
  } finally {
    tree.removeTree(part);
  }
}

/** A new file goes into its folder as that is spelt. */
function placeFor(tree: Io["tree"], folder: string, path: string): string {
  const cut = path.lastIndexOf("/");
  const parent = cut < 0 ? folder : (spelt(tree, folder, path.slice(0, cut)) ?? folder);
  return spelt(tree, folder, path) ?? `${parent}/${path.slice(cut + 1)}`;
}

const interrupted = fault("interrupted", "interrupted; the card is partly the old one and partly the new one", {
  notes: ["run the same command again"],
});
