import type { Cluster } from "../../model/cluster.ts";
import type { Diagnostic } from "../../model/diagnostic.ts";
import { fault } from "../../model/fault.ts";
import { keySpanOf, nodesWith, type Rule, spanOf } from "../rule.ts";

/** What the packet filter lets in between nodes beside VXLAN's port: nothing. https://docs.k3s.io/installation/requirements#inbound-rules-for-k3s-nodes */
const flannelPorts: Readonly<Record<string, readonly number[]>> = { "wireguard-native": [51820] };
const nodePorts = { first: 30000, last: 32767 };

/** Settings of K3s that need ports which `firewall: lan` does not open by itself. */
export const portClosed: Rule = (cluster) => {
  const server = nodesWith(cluster, "role").find(({ node }) => node.role === "control-plane");
  if (cluster.firewall === "off" || server === undefined) return [];
  const { config } = server.node.k3s;
  const path = ["nodes", server.index, "k3s", "config"] as const;
  const range = config["service-node-port-range"];
  return [
    ...flannelFault(cluster, config["flannel-backend"], [...path, "flannel-backend"]),
    ...(typeof range === "string" && isBeyond(range)
      ? [rangeFault(cluster, range, [...path, "service-node-port-range"])]
      : []),
  ];
};

type Place = readonly (string | number)[];

function flannelFault(cluster: Cluster, backend: unknown, path: Place): readonly Diagnostic[] {
  const isOpen = (port: number) => cluster.firewallOpen.some((open) => open.protocol === "udp" && open.port === port);
  const closed = (flannelPorts[String(backend)] ?? []).filter((port) => !isOpen(port));
  if (closed.length === 0) return [];
  const ports = closed.map((port) => `udp/${port}`).join(", ");
  const notes = [`add \`firewall_open: [${ports}]\``];
  const message = `pods on two nodes reach each other by ${ports} with ${backend}, which the firewall closes`;
  return [fault("port-closed", message, { span: spanOf(cluster, ...path), notes })];
}

function isBeyond(range: string): boolean {
  const [, first, last] = /^(\d+)-(\d+)$/.exec(range) ?? [];
  return first !== undefined && (Number(first) < nodePorts.first || Number(last) > nodePorts.last);
}

function rangeFault(cluster: Cluster, range: string, path: Place): Diagnostic {
  const message = `of the NodePorts ${range} the firewall opens ${nodePorts.first} to ${nodePorts.last} only`;
  const notes = ["name those that are used in `firewall_open`, or leave the range as it is"];
  return fault("port-closed", message, { span: keySpanOf(cluster, ...path), notes });
}
