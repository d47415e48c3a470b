import type { Cluster } from "../../model/cluster.ts";
import type { Diagnostic } from "../../model/diagnostic.ts";
import { fault } from "../../model/fault.ts";
import { called, keySpanOf, nodesWith, noteAt, type Rule, runsK3s, spanOf } from "../rule.ts";

/** What somebody wrote and nobody reads. */
export const noEffect: Rule = (cluster) => [
  ...onRancherNode(cluster),
  ...portsOfNoFirewall(cluster),
  ...registryForNothing(cluster),
];

/** The Rancher node is no part of the K3s cluster. What `defaults` say is not meant for it alone, so only its own layers count. */
function onRancherNode(cluster: Cluster): readonly Diagnostic[] {
  const nodes = nodesWith(cluster, "role").filter(({ node }) => node.role === "rancher");
  return nodes.flatMap(({ node, index }) =>
    (["labels", "taints", "k3s"] as const).flatMap((key) => {
      const { layer } = cluster.origin(["nodes", index, key]);
      if (layer !== "node" && layer !== "roles.rancher") return [];
      const span = keySpanOf(cluster, "nodes", index, key);
      const message = `"${key}" has no effect on ${called(node)}: a Rancher node does not run the cluster's K3s`;
      return [fault("no-effect", message, { span, notes: ["leave it out, or write it at a node that does"] })];
    }),
  );
}

/** Only where both stand in one file: a file that many clusters include may open ports for those that have the firewall. */
function portsOfNoFirewall(cluster: Cluster): readonly Diagnostic[] {
  const [span, off] = [keySpanOf(cluster, "firewall_open"), spanOf(cluster, "firewall")];
  if (cluster.firewall !== "off" || cluster.firewallOpen.length === 0 || span?.file !== off?.file) return [];
  const notes = noteAt("it is switched off here", off, span);
  return [fault("no-effect", "firewall_open has no effect: there is no firewall", { span, notes })];
}

/** https://docs.k3s.io/installation/registry-mirror: a node shares images of those registries only that its mirrors name. */
function registryForNothing(cluster: Cluster): readonly Diagnostic[] {
  const nodes = nodesWith(cluster, "role", "k3s").filter(runsK3s);
  const server = nodes.find(({ node }) => node.role === "control-plane");
  if (server?.node.k3s.config["embedded-registry"] !== true) return [];
  if (nodes.some(({ node }) => Object.keys(node.k3s.registries["mirrors"] ?? {}).length > 0)) return [];
  const span = keySpanOf(cluster, "nodes", server.index, "k3s", "config", "embedded-registry");
  const notes = ['name the registries: `k3s: {registries: {mirrors: {"docker.io": }}}`, or "*" for all'];
  return [fault("no-effect", "embedded-registry has no effect: no registry is named for it", { span, notes })];
}
