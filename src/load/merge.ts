import type { MapEntry, MapTree, Tree } from "../model/tree.ts";

/** One profile on top of another: maps key by key, lists of nodes joined, anything else as the later one says. Places stay. */
export function merge(earlier: MapTree, later: MapTree): MapTree {
  const merged = mergeMaps(earlier, later);
  const [first, second] = [earlier.entries.get("nodes"), later.entries.get("nodes")];
  const joined = first && second && joinLists(first, second);
  const entries = joined ? new Map(merged.entries).set("nodes", joined) : merged.entries;
  const partial = earlier.partial ?? later.partial;
  return { ...later, entries, ...(partial && { partial }) };
}

function mergeMaps(earlier: MapTree, later: MapTree): MapTree {
  const entries = new Map<string, MapEntry>(earlier.entries);
  for (const [key, entry] of later.entries) {
    const below = entries.get(key);
    entries.set(key, below ? { ...entry, value: mergeValues(below.value, entry.value) } : entry);
  }
  return { ...later, entries };
}

function mergeValues(earlier: Tree, later: Tree): Tree {
  return earlier.kind === "map" && later.kind === "map" ? mergeMaps(earlier, later) : later;
}

function joinLists(first: MapEntry, second: MapEntry): MapEntry | undefined {
  if (first.value.kind !== "list" || second.value.kind !== "list") return undefined;
  return { ...second, value: { ...second.value, items: [...first.value.items, ...second.value.items] } };
}
