import type { Cluster } from "../model/cluster.ts";
import type { Diagnostic } from "../model/diagnostic.ts";
import type { Span } from "../model/span.ts";
import { distinct, keySpanOf, type Placed } from "./rule.ts";

/** What a rule says of each key of `k3s.config`, asked once for all nodes that share a configuration. */
export function eachConfigKey(
  cluster: Cluster,
  nodes: readonly Placed[],
  judge: (key: string, span: () => Span | undefined) => readonly Diagnostic[],
): readonly Diagnostic[] {
  return distinct(nodes, (node) => node.k3s.config).flatMap(({ node, index }) =>
    Object.keys(node.k3s.config).flatMap((key) =>
      judge(key, () => keySpanOf(cluster, "nodes", index, "k3s", "config", key)),
    ),
  );
}
