import type { MapTree, Path, Tree } from "../model/tree.ts";

interface Cut {
  here: boolean;
  readonly inside: Map<string | number, Cut>;
}

/** The tree without the values at these paths. What is kept keeps its place; list items behind a removed one move up. */
export function prune(tree: MapTree, paths: readonly Path[]): MapTree {
  const root: Cut = { here: false, inside: new Map() };
  for (const path of paths) mark(root, path);
  return (without(tree, root) ?? { ...tree, entries: new Map() }) as MapTree;
}

function mark(cut: Cut, path: Path): void {
  let current = cut;
  for (const step of path) {
    const next = current.inside.get(step) ?? { here: false, inside: new Map() };
    current.inside.set(step, next);
    current = next;
  }
  current.here = true;
}

function without(tree: Tree, cut: Cut | undefined): Tree | undefined {
  if (cut === undefined) return tree;
  if (cut.here) return undefined;
  if (tree.kind === "list") {
    return { ...tree, items: tree.items.flatMap((item, index) => without(item, cut.inside.get(index)) ?? []) };
  }
  if (tree.kind === "scalar") return tree;
  const kept = [...tree.entries].flatMap(([key, entry]) => {
    const value = without(entry.value, cut.inside.get(key));
    return value ? [[key, { ...entry, value }] as const] : [];
  });
  return { ...tree, entries: new Map(kept) };
}
