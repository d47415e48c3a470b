import type { Code } from "../model/catalogue.ts";
import type { Cluster, Role } from "../model/cluster.ts";
import type { Diagnostic } from "../model/diagnostic.ts";
import { fault } from "../model/fault.ts";
import { called, nodesWith, noteAt, spanOf } from "./rule.ts";

/** Every further node of a role that there can be only one of. */
export function onlyOne(
  cluster: Cluster,
  role: Role,
  code: Code,
  [message, advice]: readonly [string, string],
): readonly Diagnostic[] {
  const [first, ...others] = nodesWith(cluster, "role").filter(({ node }) => node.role === role);
  if (first === undefined) return [];
  const firstSpan = spanOf(cluster, "nodes", first.index, "role");
  return others.map(({ node, index }) => {
    const span = spanOf(cluster, "nodes", index, "role");
    const elsewhere = noteAt("first used here", firstSpan, span);
    // Of one line for many the advice would change the first one too.
    const isRange = firstSpan !== undefined && elsewhere.length === 0;
    const split = `split the line: one for ${called(first.node)}, and one with \`role: worker\` for the others`;
    return fault(code, `${message}: ${called(first.node)}, so ${called(node)} cannot be another`, {
      span,
      notes: [...elsewhere, { message: isRange ? split : advice }],
    });
  });
}
