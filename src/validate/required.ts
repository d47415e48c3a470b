import type { MapTree, Tree } from "../model/tree.ts";
import { findAt, isNothing } from "../model/tree-path.ts";
import type { Finding } from "../schema/finding.ts";

/** Keys that a node must get from somewhere, though not from its own entry: the schema cannot say that. */
const fromAnyLayer = ["board", "memory"] as const;

/** What neither a node nor its role nor `defaults` says. */
export function missingFromAllLayers(root: MapTree): readonly Finding[] {
  const nodes = findAt(root, ["nodes"])?.value;
  if (nodes?.kind !== "list") return [];
  return nodes.items.flatMap((node, index) => {
    const absent = node.kind === "map" ? fromAnyLayer.filter((key) => !isSaid(root, node, key)) : [];
    return absent.map((key): Finding => ({ kind: "missing", path: ["nodes", index, key] }));
  });
}

/** With a role that is not known, any role may be the one that says it. */
function isSaid(root: MapTree, node: MapTree, key: string): boolean {
  const role = roleOf(node);
  const roles = findAt(root, ["roles"])?.value;
  const candidates = role === undefined && roles?.kind === "map" ? [...roles.entries.keys()] : [role ?? ""];
  const places = [
    findAt(node, [key]),
    findAt(root, ["defaults", key]),
    ...candidates.map((name) => findAt(roles, [name, key])),
  ];
  return places.some((found) => !isNothing(found));
}

function roleOf(node: Tree): string | undefined {
  const role = findAt(node, ["role"])?.value;
  return role?.kind === "scalar" && typeof role.value === "string" ? role.value : undefined;
}
