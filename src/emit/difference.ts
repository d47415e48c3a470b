import type { OutputTree } from "../host/output-tree.ts";
import { isLitter } from "./litter.ts";
import { manifestName } from "./manifest.ts";
import type { OldTree } from "./old-tree.ts";
import { digest, type FileEntry, octal } from "./output.ts";
import type { Change } from "./swap.ts";

/** How a file on disk differs from what it should be; undefined: not at all. */
export function deviation(
  tree: OutputTree,
  root: string,
  entry: FileEntry,
): "missing" | "changed" | "mode" | undefined {
  const path = `${root}/${entry.path}`;
  const data = tree.read(path);
  if (data === undefined) return "missing";
  if (digest(data) !== entry.sha256) return "changed";
  const mode = tree.stat(path)?.mode;
  return mode === undefined || octal(mode) === entry.mode ? undefined : "mode";
}

/**
 * @param wanted every file of the new tree
 * @param written those of them that were written anew
 */
export function changeOf(
  tree: OutputTree,
  old: OldTree,
  wanted: readonly FileEntry[],
  written: readonly FileEntry[],
): Change {
  const stay = new Set([manifestName, ...wanted.map(topOf)]);
  const comes = [...new Set(written.map(topOf))];
  const stale = [...new Set([...filesOf(old)].map(topOf))].filter((name) => !stay.has(name));
  return { comes, leaves: [...comes, ...stale].filter((name) => tree.exists(`${old.root}/${name}`)) };
}

/** What somebody else put where the change would delete it: into the folder of a card, or under the name of a new one. */
export function inTheWay(tree: OutputTree, old: OldTree, { leaves }: Change): readonly string[] {
  const ours = new Set([manifestName, ...[...filesOf(old)].map(({ path }) => path)]);
  const tops = new Set([...ours].map((path) => topOf({ path })));
  return leaves
    .filter((name) => !ours.has(name))
    .flatMap((name) =>
      tops.has(name) ? tree.filesBelow(`${old.root}/${name}`).map((path) => `${name}/${path}`) : name,
    )
    .filter((path) => !ours.has(path) && !isLitter(path));
}

/** Refuses, before anything is moved, where a folder that the change goes through belongs to somebody else or is read-only. */
export function requireWritable(tree: OutputTree, old: OldTree, { leaves }: Change): void {
  if (!tree.exists(old.root)) return;
  const leaving = new Set(leaves);
  const folders = new Set(["", ...[...filesOf(old)].filter((entry) => leaving.has(topOf(entry))).flatMap(foldersOf)]);
  for (const folder of folders) if (tree.exists(old.root + folder)) tree.requireWritable(old.root + folder);
}

/** `/a` and `/a/boot` for a/boot/user-data. */
function foldersOf({ path }: FileEntry): string[] {
  const parts = path.split("/").slice(0, -1);
  return parts.map((_, at) => `/${parts.slice(0, at + 1).join("/")}`);
}

function* filesOf(old: OldTree): Iterable<FileEntry> {
  for (const files of old.files.values()) yield* files;
}

const topOf = ({ path }: { readonly path: string }) => path.split("/", 1)[0] ?? path;
