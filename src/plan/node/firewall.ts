import type { Cluster, ClusterNode } from "../../model/cluster.ts";
import type { NodeFile, NodePart } from "../../model/plan.ts";
import type { PartInput } from "../part.ts";
import { shared } from "./shared.ts";
import { unitFile } from "./template-files.ts";

/** A port, or a range of them, that the firewall lets in. */
export interface OpenPort {
  readonly protocol: "tcp" | "udp";
  /** `22` or `30000-32767`. */
  readonly ports: string;
  readonly from: "anywhere" | "subnet";
  readonly purpose: string;
}

const nodePorts = { first: 30000, last: 32767 };

/** What another machine may reach on a node: what `plan` lists, and what the packet filter is made of. Nothing is listed twice. */
export function openPorts(cluster: Cluster, node: ClusterNode): readonly OpenPort[] {
  const { enabled, api } = node.edgePulse;
  const tcp = (port: number, purpose: string): OpenPort => ({
    protocol: "tcp",
    ports: String(port),
    from: "anywhere",
    purpose,
  });
  const listed: OpenPort[] = [
    tcp(22, "SSH"),
    tcp(80, "HTTP"),
    tcp(443, "HTTPS"),
    tcp(6443, "Kubernetes API"),
    ...(enabled && api.listen === "node" ? [tcp(api.port, "Edge-Pulse")] : []),
    ...cluster.firewallOpen.map(({ protocol, port }) => ({ ...tcp(port, "firewall_open"), protocol })),
    ...forNodes,
  ];
  return [...unique(listed.filter(isNoNodePort)), ...nodePortRange];
}

/** From `network.subnet`, not from a list of nodes: a node that is added later must not change the cards that are out. */
const forNodes: readonly OpenPort[] = [
  { protocol: "tcp", ports: "5001", from: "subnet", purpose: "K3s embedded registry" },
  { protocol: "tcp", ports: "10250", from: "subnet", purpose: "kubelet" },
  { protocol: "udp", ports: "8472", from: "subnet", purpose: "VXLAN between nodes" },
];

const nodePortRange = (["tcp", "udp"] as const).map(
  (protocol): OpenPort => ({
    protocol,
    ports: `${nodePorts.first}-${nodePorts.last}`,
    from: "anywhere",
    purpose: "NodePort",
  }),
);

/** nft refuses a set whose intervals overlap. */
const isNoNodePort = ({ ports }: OpenPort) => Number(ports) < nodePorts.first || Number(ports) > nodePorts.last;

function unique(ports: readonly OpenPort[]): readonly OpenPort[] {
  const first = new Map<string, OpenPort>();
  for (const port of ports) {
    const key = `${port.protocol}/${port.ports}/${port.from}`;
    if (!first.has(key)) first.set(key, port);
  }
  return [...first.values()];
}

export const firewallUnits = (cluster: Cluster): readonly string[] =>
  cluster.firewall === "lan" ? ["edgegen-firewall.service"] : [];

/** The packet filter of the LAN interface. Its own table and unit: it flushes nothing of others, and outlives a reload of theirs. */
export function firewallPart({ cluster, node }: PartInput): NodePart {
  if (cluster.firewall === "off") return { files: [], steps: [] };
  const open = openPorts(cluster, node);
  const list = (protocol: "tcp" | "udp") =>
    open
      .filter((port) => port.protocol === protocol && port.from === "anywhere")
      .map((port) => port.ports)
      .join(", ");
  const data = {
    interface: node.interface ?? "",
    subnet: cluster.network.subnet,
    tcpPorts: list("tcp"),
    udpPorts: list("udp"),
  };
  const rules: NodeFile = {
    path: "/etc/edgegen/firewall.nft",
    mode: "0644",
    content: { kind: "template", template: "os/firewall.nft", data },
  };
  return { files: [shared(cluster, rules), ...loader(cluster, node)], steps: [] };
}

const byName = unitFile("os/edgegen-firewall.service");
const byMac = { ...unitFile("os/edgegen-firewall-by-mac.service"), path: byName.path };

/** Where the profile gives only a MAC, the name of the interface is found on the node. */
function loader(cluster: Cluster, node: ClusterNode): readonly NodeFile[] {
  if (node.interface !== undefined) return [byName];
  const script: NodeFile = {
    path: "/usr/local/lib/edgegen/firewall-by-mac.sh",
    mode: "0755",
    content: { kind: "template", template: "os/firewall-by-mac.sh", data: { mac: node.mac ?? "" } },
  };
  return [byMac, shared(cluster, script)];
}
