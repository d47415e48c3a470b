import type { Diagnostic } from "../model/diagnostic.ts";
import { fault } from "../model/fault.ts";
import type { Span } from "../model/span.ts";
import type { ListTree, MapEntry, MapTree, Path, Tree } from "../model/tree.ts";
import { placeOf } from "./place.ts";

/** Where somebody wrote a merge key of YAML 1.1. */
interface Merge {
  readonly path: Path;
  readonly keySpan: Span;
}

/**
 * The tree as YAML 1.1 would read it, so that what is merged counts as there and is itself looked at, once; and the one fault that
 * there are merge keys at all, at the first of them.
 */
export function withoutMergeKeys(root: MapTree): {
  readonly tree: MapTree;
  readonly diagnostics: readonly Diagnostic[];
} {
  if (!hasMergeKey(root, new Set())) return { tree: root, diagnostics: [] };
  const walk: Walk = { merges: [], done: new Map() };
  const tree = expand(walk, root, []) as MapTree;
  const [first, ...others] = walk.merges;
  if (first === undefined) return { tree: root, diagnostics: [] };
  const notes = ["merge keys are not part of YAML 1.2: put what nodes share into `defaults` or `roles`"];
  if (others.length > 0) notes.push(`there ${others.length === 1 ? "is one more" : `are ${others.length} more`}`);
  const message = `unknown key "<<" in ${placeOf(root, first.path)}`;
  return { tree, diagnostics: [fault("unknown-key", message, { span: first.keySpan, notes })] };
}

/** Most profiles have none, and are not copied. */
function hasMergeKey(tree: Tree, seen: Set<Tree>): boolean {
  if (tree.kind === "scalar" || seen.has(tree)) return false;
  seen.add(tree);
  if (tree.kind === "list") return tree.items.some((item) => hasMergeKey(item, seen));
  if (tree.entries.has("<<")) return true;
  for (const { value } of tree.entries.values()) if (hasMergeKey(value, seen)) return true;
  return false;
}

interface Walk {
  readonly merges: Merge[];
  /** An alias is the very thing that it stands for, and may stand for much. */
  readonly done: Map<Tree, Tree>;
}

function expand(walk: Walk, tree: Tree, path: Path): Tree {
  if (tree.kind === "scalar") return tree;
  const known =
    walk.done.get(tree) ?? (tree.kind === "list" ? expandList(walk, tree, path) : expandMap(walk, tree, path));
  walk.done.set(tree, known);
  return known;
}

function expandList(walk: Walk, tree: ListTree, path: Path): ListTree {
  const items = tree.items.map((item, index) => expand(walk, item, [...path, index]));
  return items.every((item, index) => item === tree.items[index]) ? tree : { ...tree, items };
}

function expandMap(walk: Walk, tree: MapTree, path: Path): MapTree {
  const entries = new Map<string, MapEntry>();
  for (const [key, entry] of tree.entries)
    entries.set(key, { ...entry, value: expand(walk, entry.value, [...path, key]) });
  const merge = entries.get("<<");
  const sources = merge && merged(merge.value);
  if (merge && sources) walk.merges.push({ path, keySpan: merge.keySpan });
  if (sources) return { ...tree, entries: joined(entries, sources) };
  const isSame = [...entries].every(([key, { value }]) => value === tree.entries.get(key)?.value);
  return isSame ? tree : { ...tree, entries };
}

/** The maps that are merged; undefined for a value that no reader would merge. */
function merged(value: Tree): readonly MapTree[] | undefined {
  const items = value.kind === "list" ? value.items : [value];
  const maps = items.filter((item): item is MapTree => item.kind === "map");
  return maps.length === items.length ? maps : undefined;
}

/** A map's own keys count more than those merged into it, and the first map more than the next. */
function joined(own: ReadonlyMap<string, MapEntry>, sources: readonly MapTree[]): ReadonlyMap<string, MapEntry> {
  const all = new Map([...sources].reverse().flatMap(({ entries }) => [...entries]));
  for (const [key, entry] of own) all.set(key, entry);
  all.delete("<<");
  return all;
}
