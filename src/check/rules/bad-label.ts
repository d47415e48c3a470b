import type { Cluster } from "../../model/cluster.ts";
import type { Diagnostic } from "../../model/diagnostic.ts";
import { fault } from "../../model/fault.ts";
import { isLabelKey, isLabelValue, isReservedLabel } from "../label.ts";
import { distinct, isKnown, keySpanOf, nodesWith, type Placed, type Rule, runsK3s, spanOf } from "../rule.ts";

/** The API server refuses a node that registers with a wrong label, and a kubelet that sets a reserved one does not start. */
export const badLabel: Rule = (cluster) =>
  distinct(nodesWith(cluster, "role").filter(runsK3s), (node) => node.labels).flatMap((placed) =>
    labelsOf(cluster, placed),
  );

function labelsOf(cluster: Cluster, { node, index }: Placed): readonly Diagnostic[] {
  return Object.entries(node.labels).flatMap(([key, value]) => {
    const path = ["nodes", index, "labels", key] as const;
    const keyFault = wrongKey(key);
    if ((keyFault === undefined && isLabelValue(value)) || !isKnown(cluster, path)) return [];
    if (keyFault)
      return [fault("bad-label", keyFault.message, { span: keySpanOf(cluster, ...path), notes: [keyFault.note] })];
    const notes = ["expected: up to 63 letters, digits, `-`, `_` and `.`, with a letter or a digit at both ends"];
    return [
      fault("bad-label", `${JSON.stringify(value)} cannot be the value of a label`, {
        span: spanOf(cluster, ...path),
        notes,
      }),
    ];
  });
}

function wrongKey(key: string): { message: string; note: string } | undefined {
  if (!isLabelKey(key)) {
    const note =
      "expected: up to 63 letters, digits, `-`, `_` and `.`; before it perhaps a domain and a slash: example.org/rack";
    return { message: `${JSON.stringify(key)} cannot be the key of a label`, note };
  }
  if (!isReservedLabel(key)) return undefined;
  const note = key.startsWith("node-role.kubernetes.io/")
    ? "only an administrator may set it: `kubectl label node NAME KEY=true`, when the node is there"
    : "labels of kubernetes.io and k8s.io belong to Kubernetes; take a domain of your own, or none";
  return { message: `a node may not give itself the label ${key}`, note };
}
