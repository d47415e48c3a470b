import type { Diagnostic } from "../model/diagnostic.ts";
import type { MapEntry, MapTree, Tree } from "../model/tree.ts";
import { findAt, isNothing } from "../model/tree-path.ts";
import { profileSchema } from "../schema/profile.ts";
import { keysOf, schemaAt } from "../schema/walk.ts";
import { diagnose } from "./diagnose.ts";
import { isGroup } from "./other-shape.ts";

/**
 * The tree with `nodes` as the list that it should be, where it is a map of names, as inventories have it, or one node alone; so that what
 * stands in the nodes is looked at in the same run. Its one fault is told here.
 */
export function withNodesListed(root: MapTree): {
  readonly tree: MapTree;
  readonly diagnostics: readonly Diagnostic[];
} {
  const entry = root.entries.get("nodes");
  const items = entry?.value.kind === "map" ? itemsOf(entry.value) : undefined;
  if (entry === undefined || items === undefined) return { tree: root, diagnostics: [] };
  const list: Tree = { kind: "list", span: entry.value.span, items };
  const tree = { ...root, entries: new Map(root.entries).set("nodes", { ...entry, value: list }) };
  const finding = { kind: "type", path: ["nodes"], expected: "a list", secret: false, note: undefined } as const;
  return { tree, diagnostics: diagnose(root, [{ ...finding, fits: () => false }]) };
}

function itemsOf(map: MapTree): readonly Tree[] | undefined {
  const entries = [...map.entries];
  if (entries.length === 0) return undefined;
  if (findAt(map, ["name"]) ?? findAt(map, ["role"])) return isNode(map) ? [map] : undefined;
  if (entries.every(([, { value }]) => (value.kind === "map" && !isGroup(value)) || isNothing({ value })))
    return entries.map(([name, entry]) => named(name, entry));
  return undefined;
}

function isNode({ entries }: MapTree): boolean {
  const keys = keysOf(schemaAt(profileSchema(), ["nodes", 0]));
  return [...entries.keys()].every((key) => keys.includes(key));
}

function named(name: string, { keySpan, value }: MapEntry): Tree {
  const own = value.kind === "map" ? value.entries : new Map<string, MapEntry>();
  if (own.has("name")) return value;
  const entry: MapEntry = { keySpan, value: { kind: "scalar", span: keySpan, value: name } };
  return { kind: "map", span: value.span, entries: new Map([["name", entry], ...own]) };
}
