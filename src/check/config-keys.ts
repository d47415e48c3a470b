import type { Cluster } from "../model/cluster.ts";
import type { Diagnostic } from "../model/diagnostic.ts";
import type { Span } from "../model/span.ts";
import { distinct, keySpanOf, type Placed } from "./rule.ts";

/** Nobody reads as many; most of them are at a place that many nodes have in common. */
const mostFaults = 10_000;

/** What a rule says of each key of `k3s.config`, asked once for all nodes that share a configuration. */
export function eachConfigKey(
  cluster: Cluster,
  nodes: readonly Placed[],
  judge: (key: string, span: () => Span | undefined) => readonly Diagnostic[],
): readonly Diagnostic[] {
  const found: Diagnostic[] = [];
  for (const { node, index } of distinct(nodes, (each) => each.k3s.config)) {
    for (const key of Object.keys(node.k3s.config)) {
      if (found.length > mostFaults) return found;
      found.push(...judge(key, () => keySpanOf(cluster, "nodes", index, "k3s", "config", key)));
    }
  }
  return found;
}
