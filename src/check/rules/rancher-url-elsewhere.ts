import { parseAddress } from "../../address/ipv4.ts";
import type { Cluster, ClusterNode } from "../../model/cluster.ts";
import { fault } from "../../model/fault.ts";
import { called, hostOf, isKnown, isWritten, nodesWith, noteAt, type Rule, spanOf } from "../rule.ts";

/** A name may lead anywhere; an address is either that of the Rancher node, or of something that passes on what it is asked. */
export const rancherUrlElsewhere: Rule = (cluster) => {
  const path = ["rancher", "server_url"] as const;
  if (cluster.rancher === undefined || !isKnown(cluster, path) || !isWritten(cluster, ...path)) return [];
  const rancher = nodesWith(cluster, "role", "address").find(({ node }) => node.role === "rancher");
  const { serverUrl } = cluster.rancher;
  const [host, port = ""] = [hostOf(serverUrl), /:(\d+)$/.exec(serverUrl)?.[1]];
  const why = rancher && whyNot(cluster, rancher.node, host, port);
  if (rancher === undefined || why === undefined) return [];
  const span = spanOf(cluster, ...path);
  const suggestion = span && { span, text: `https://${rancher.node.address}` };
  const notes = noteAt("Rancher runs here", spanOf(cluster, "nodes", rancher.index, "address"), span);
  return [fault("rancher-url-elsewhere", why, { span, suggestion, notes })];
};

function whyNot(cluster: Cluster, node: ClusterNode, host: string, port: string): string | undefined {
  if (host === "localhost" || host.startsWith("127."))
    return `${host} is each machine itself: nodes would look for Rancher on themselves`;
  if (parseAddress(host) === undefined) return undefined;
  if (host === node.address) {
    return port === "" ? undefined : `Rancher listens on port 443 of ${called(node)}, not on ${port}`;
  }
  const other = cluster.nodes.find(({ address }) => address === host);
  const whose = other ? `that of ${called(other)}` : "another one";
  return `Rancher runs on ${called(node)} with the address ${node.address}; ${host} is ${whose}`;
}
