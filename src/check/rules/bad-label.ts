import type { Cluster } from "../../model/cluster.ts";
import type { Diagnostic } from "../../model/diagnostic.ts";
import { fault } from "../../model/fault.ts";
import { isLabelKey, isLabelValue, isReservedLabel, reservedLabel } from "../../model/label.ts";
import { distinct, isKnown, keySpanOf, nodesWith, type Placed, type Rule, runsK3s, spanOf } from "../rule.ts";

/** The API server refuses a node that registers with a wrong label, and a kubelet that sets a reserved one does not start. */
export const badLabel: Rule = (cluster) =>
  distinct(nodesWith(cluster, "role").filter(runsK3s), (node) => node.labels).flatMap((placed) =>
    labelsOf(cluster, placed),
  );

function labelsOf(cluster: Cluster, { node, index }: Placed): readonly Diagnostic[] {
  return Object.entries(node.labels).flatMap(([key, value]) => {
    const path = ["nodes", index, "labels", key] as const;
    const keyFault = wrongKey(key, () => keySpanOf(cluster, ...path));
    if ((keyFault === undefined && isLabelValue(value)) || !isKnown(cluster, path)) return [];
    if (keyFault) return [keyFault];
    const notes = ["expected: up to 63 letters, digits, `-`, `_` and `.`, with a letter or a digit at both ends"];
    return [
      fault("bad-label", `${JSON.stringify(value)} cannot be the value of a label`, {
        span: spanOf(cluster, ...path),
        notes,
      }),
    ];
  });
}

function wrongKey(key: string, span: () => Diagnostic["span"]): Diagnostic | undefined {
  if (isReservedLabel(key)) return reservedLabel(key, span());
  if (isLabelKey(key)) return undefined;
  const notes = [
    "expected: up to 63 letters, digits, `-`, `_` and `.`; before it perhaps a domain and a slash: example.org/rack",
  ];
  return fault("bad-label", `${JSON.stringify(key)} cannot be the key of a label`, { span: span(), notes });
}
