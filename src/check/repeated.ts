import type { Code } from "../model/catalogue.ts";
import type { Cluster } from "../model/cluster.ts";
import type { Diagnostic } from "../model/diagnostic.ts";
import { fault } from "../model/fault.ts";
import { nodesWith, noteAt, spanOf } from "./rule.ts";

/** Nodes that have the same name, address or MAC address as one before them. */
export function repeated(
  cluster: Cluster,
  code: Code,
  key: "name" | "address" | "mac",
  what: string,
): readonly Diagnostic[] {
  const first = new Map<string, number>();
  return nodesWith(cluster, key).flatMap(({ node, index }) => {
    const value = node[key];
    if (value === undefined) return [];
    const before = first.get(value);
    if (before === undefined) first.set(value, index);
    return before === undefined ? [] : [secondUse(cluster, code, `${what} ${value}`, [before, index], key)];
  });
}

function secondUse(
  cluster: Cluster,
  code: Code,
  what: string,
  [before, index]: readonly [number, number],
  key: string,
): Diagnostic {
  const span = spanOf(cluster, "nodes", index, key);
  const names = [before, index].map((position) => cluster.nodes[position]?.name ?? "");
  const byWhom = key === "name" || names.includes("") ? "twice" : `by "${names[0]}" and "${names[1]}"`;
  const message = `${what} is used ${byWhom}`;
  return fault(code, message, { span, notes: noteAt("first used here", spanOf(cluster, "nodes", before, key), span) });
}
