import type { Diagnostic } from "../../model/diagnostic.ts";
import { fault } from "../../model/fault.ts";
import {
  parseK3sVersion,
  parseRancherVersion,
  rancherSupport,
  supportTableDate,
  type Version,
} from "../../model/versions.ts";
import { distinct, isKnown, isWritten, nodesWith, noteAt, type Placed, type Rule, runsK3s, spanOf } from "../rule.ts";

/** Rancher manages three minor versions of Kubernetes; outside of them its agents may not even start. */
export const rancherK3sMismatch: Rule = (cluster) => {
  const rancher = parseRancherVersion(cluster.rancher?.version ?? "");
  const range = rancher?.major === 2 ? rancherSupport.get(rancher.minor) : undefined;
  if (rancher === undefined || range === undefined || !isKnown(cluster, ["rancher", "version"])) return [];
  const report = ({ node, index }: Placed): readonly Diagnostic[] => {
    const k3s = parseK3sVersion(node.k3s.version);
    if (k3s === undefined || (k3s.major === 1 && range.from <= k3s.minor && k3s.minor <= range.to)) return [];
    const inRancher = isWritten(cluster, "rancher", "version") ? spanOf(cluster, "rancher", "version") : undefined;
    const inK3s = isWritten(cluster, "nodes", index, "k3s", "version")
      ? spanOf(cluster, "nodes", index, "k3s", "version")
      : undefined;
    const span = inK3s ?? inRancher;
    const message = `Rancher ${cluster.rancher?.version} does not manage K3s ${node.k3s.version}`;
    const table = `Rancher v2.${rancher.minor} manages v1.${range.from} to v1.${range.to} (as of ${supportTableDate})`;
    return [
      fault("rancher-k3s-mismatch", message, {
        span,
        notes: [table, ...managers(k3s), ...noteAt("Rancher's version is here", inRancher, span)],
      }),
    ];
  };
  const nodes = nodesWith(cluster, "role", "k3s.version").filter(runsK3s);
  return distinct(nodes, (node) => node.k3s.version).flatMap(report);
};

/** Whoever is sure of the K3s that is wanted needs another Rancher. */
function managers({ major, minor }: Version): readonly string[] {
  const able = [...rancherSupport].filter(([, { from, to }]) => major === 1 && from <= minor && minor <= to);
  return able.length === 0 ? [] : [`v1.${minor} is managed by Rancher ${able.map(([of]) => `v2.${of}`).join(", ")}`];
}
