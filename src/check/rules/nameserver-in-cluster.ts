import { fault } from "../../model/fault.ts";
import { isKnown, nodesWith, type Rule, spanOf } from "../rule.ts";

/** A name server that runs in the cluster is fine beside another one; alone it is asked for names before it is there. */
export const nameserverInCluster: Rule = (cluster) => {
  const { nameservers } = cluster.network;
  const owners = new Map(nodesWith(cluster, "address").map(({ node }) => [node.address, node.name]));
  if (nameservers.length === 0 || !isKnown(cluster, ["network", "nameservers"])) return [];
  if (!nameservers.every((address) => owners.has(address))) return [];
  const [first = ""] = nameservers;
  const which =
    nameservers.length === 1 ? `the only name server, ${first}, is` : "all name servers are nodes, the first";
  const message = `${which} "${owners.get(first)}" of this cluster: until it runs, no node finds the servers that K3s comes from`;
  const notes = ["add one that is there without the cluster, such as the router"];
  return [fault("nameserver-in-cluster", message, { span: spanOf(cluster, "network", "nameservers", 0), notes })];
};
