import { contains, type Network4, parseAddress, parseNetwork } from "../../address/ipv4.ts";
import type { Cluster } from "../../model/cluster.ts";
import type { Diagnostic } from "../../model/diagnostic.ts";
import { fault } from "../../model/fault.ts";
import type { Span } from "../../model/span.ts";
import { isKnown, nodesWith, type Rule, spanOf } from "../rule.ts";

/** What K3s takes for itself unless told otherwise: https://docs.k3s.io/cli/server#networking. */
const ranges = [
  { key: "cluster-cidr", what: "pods", usual: "10.42.0.0/16" },
  { key: "service-cidr", what: "services", usual: "10.43.0.0/16" },
] as const;

/** Inside the cluster these addresses are pods and services: a node or a gateway that has one cannot be reached from a pod. */
export const clusterRangeOverlap: Rule = (cluster) => ranges.flatMap((range) => inRange(cluster, range));

function inRange(cluster: Cluster, { key, what, usual }: (typeof ranges)[number]): readonly Diagnostic[] {
  const text = configured(cluster, key) ?? usual;
  const range = parseNetwork(text);
  if (range === undefined) return [];
  const report = (whose: string, address: string, span: Span | undefined) => {
    const notes = [`choose another range by \`k3s: {config: {${key}: ...}}\`, or other addresses`];
    return fault("cluster-range-overlap", `${address} of ${whose} lies in ${text}, where K3s puts its ${what}`, {
      span,
      notes,
    });
  };
  const { gateway } = cluster.network;
  const gatewayInside = isKnown(cluster, ["network", "gateway"]) && isInside(range, gateway);
  const nodes = nodesWith(cluster, "address").filter(({ node }) => isInside(range, node.address));
  return [
    ...(gatewayInside ? [report("the gateway", gateway, spanOf(cluster, "network", "gateway"))] : []),
    ...nodes.map(({ node, index }) =>
      report(`"${node.name}"`, node.address, spanOf(cluster, "nodes", index, "address")),
    ),
  ];
}

function isInside(range: Network4, text: string): boolean {
  const address = parseAddress(text);
  return address !== undefined && contains(range, address);
}

function configured(cluster: Cluster, key: string): string | undefined {
  const value = cluster.nodes.find((node) => node.role === "control-plane")?.k3s.config[key];
  return typeof value === "string" ? value : undefined;
}
