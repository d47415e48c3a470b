import { parseNetwork } from "../../address/ipv4.ts";
import { fault } from "../../model/fault.ts";
import { isWritten, keySpanOf, nodesWith, type Rule, runsK3s } from "../rule.ts";

/** Each node takes a /24 for its pods: https://docs.k3s.io/cli/server#networking, `node-cidr-mask-size` of the controller manager. */
const prefixOfNode = 24;
const usual = "10.42.0.0/16";

/** A node for which no part of the range is left joins, and stays NotReady for ever. */
export const podRangeSmall: Rule = (cluster) => {
  const nodes = nodesWith(cluster, "role").filter(runsK3s);
  const server = nodes.find(({ node }) => node.role === "control-plane");
  const config = server?.node.k3s.config ?? {};
  const written = config["cluster-cidr"] ?? usual;
  const range = typeof written === "string" ? parseNetwork(written) : undefined;
  const isOther = JSON.stringify(config["kube-controller-manager-arg"] ?? "").includes("node-cidr-mask-size");
  if (server === undefined || range === undefined || isOther) return [];
  const room = Math.floor(2 ** (prefixOfNode - range.prefixLength));
  if (nodes.length <= room) return [];
  const path = ["nodes", server.index, "k3s", "config", "cluster-cidr"] as const;
  const span = isWritten(cluster, ...path) ? keySpanOf(cluster, ...path) : keySpanOf(cluster, "nodes");
  const message = `${written} has room for the pods of ${room} nodes, and the cluster has ${nodes.length}`;
  const wider = Math.max(9, prefixOfNode - Math.ceil(Math.log2(nodes.length)));
  const notes = [`each node takes a /24 of it; a wider one: \`k3s: {config: {cluster-cidr: 10.128.0.0/${wider}}}\``];
  return [fault("pod-range-small", message, { span, notes })];
};
