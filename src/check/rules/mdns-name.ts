import { fault } from "../../model/fault.ts";
import { hostOf, isKnown, nodesWith, type Rule, spanOf } from "../rule.ts";

/** RFC 6762: names under .local are asked by multicast, and the cluster's DNS, which pods ask, knows nothing of it. */
export const mdnsName: Rule = (cluster) => {
  const path = ["rancher", "server_url"] as const;
  const host = hostOf(cluster.rancher?.serverUrl ?? "");
  if (!host.endsWith(".local") || !isKnown(cluster, path)) return [];
  const span = spanOf(cluster, ...path);
  const rancher = nodesWith(cluster, "role", "address").find(({ node }) => node.role === "rancher");
  const suggestion = span && rancher && { span, text: `https://${rancher.node.address}` };
  const notes = [
    "pods ask the cluster's DNS, which does not know such names: take an address, or a name from a DNS server",
  ];
  return [
    fault("mdns-name", `${host} is known by mDNS only, so Rancher's agents do not find it`, {
      span,
      notes,
      suggestion,
    }),
  ];
};
