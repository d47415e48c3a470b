import { contains, type Network4, parseAddress, parseNetwork } from "../../address/ipv4.ts";
import type { Cluster } from "../../model/cluster.ts";
import type { Diagnostic } from "../../model/diagnostic.ts";
import { fault } from "../../model/fault.ts";
import type { Path } from "../../model/tree.ts";
import { called, hostOf, isKnown, isWritten, keySpanOf, nodesWith, noteAt, type Rule, spanOf } from "../rule.ts";

/** What K3s takes for itself unless told otherwise: https://docs.k3s.io/cli/server#networking. */
const usual = [
  { key: "cluster-cidr", what: "pods", cidr: "10.42.0.0/16" },
  { key: "service-cidr", what: "services", cidr: "10.43.0.0/16" },
] as const;

interface Range {
  readonly key: (typeof usual)[number]["key"];
  readonly what: string;
  readonly cidr: string;
  readonly network: Network4;
}

/**
 * Inside the cluster these addresses are pods and services: a machine that has one cannot be reached from a pod, nor from a node.
 * A network that lies in a range whole is said once, and not again for each machine in it.
 */
export const clusterRangeOverlap: Rule = (cluster) => {
  const ranges = usual.flatMap((range) => configured(cluster, range) ?? []);
  return [...ranges.flatMap((range) => inRange(cluster, range)), ...eachOther(cluster, ranges)];
};

/** With two address families the first one is meant; what is no network, K3s itself refuses. */
function configured(cluster: Cluster, { key, what, cidr: common }: (typeof usual)[number]): Range | undefined {
  const written = cluster.nodes.find((node) => node.role === "control-plane")?.k3s.config[key];
  const cidr = typeof written === "string" ? (written.split(",")[0] ?? "") : common;
  const network = parseNetwork(cidr);
  return network && { key, what, cidr, network };
}

function inRange(cluster: Cluster, range: Range): readonly Diagnostic[] {
  const subnet = isKnown(cluster, ["network", "subnet"]) ? parseNetwork(cluster.network.subnet) : undefined;
  if (subnet && contains(range.network, subnet.first) && contains(range.network, subnet.last))
    return [report(cluster, range, `the network ${cluster.network.subnet}`, ["network", "subnet"])];
  return machines(cluster).flatMap(({ what, address, path }) => {
    const number = parseAddress(address);
    return number !== undefined && contains(range.network, number) ? [report(cluster, range, what, path)] : [];
  });
}

interface Machine {
  readonly what: string;
  readonly address: string;
  readonly path: Path;
}

/** Whom nodes or pods talk to. */
function machines(cluster: Cluster): readonly Machine[] {
  const { gateway, nameservers, ntp } = cluster.network;
  const rancher = hostOf(cluster.rancher?.serverUrl ?? "");
  const inNetwork: readonly Machine[] = [
    { what: `${gateway} of the gateway`, address: gateway, path: ["network", "gateway"] },
    ...listed("the name server", "nameservers", nameservers),
    ...listed("the time server", "ntp", ntp),
    { what: `${rancher} of Rancher's URL`, address: rancher, path: ["rancher", "server_url"] },
  ];
  const nodes = nodesWith(cluster, "address").map(({ node, index }) => ({
    what: `${node.address} of ${called(node)}`,
    address: node.address,
    path: ["nodes", index, "address"],
  }));
  return [...inNetwork.filter(({ path }) => isKnown(cluster, path) && isWritten(cluster, ...path)), ...nodes];
}

const listed = (whose: string, key: string, addresses: readonly string[]) =>
  addresses.map((address, index) => ({ what: `${whose} ${address}`, address, path: ["network", key, index] }));

function report(cluster: Cluster, { key, what, cidr }: Range, whose: string, path: Path): Diagnostic {
  const span = spanOf(cluster, ...path);
  const server = cluster.nodes.findIndex((node) => node.role === "control-plane");
  const isOwn = cluster.nodes[server]?.k3s.config[key] !== undefined;
  const notes = [
    { message: `choose another range by \`k3s: {config: {${key}: ...}}\`, or other addresses` },
    ...(isOwn ? noteAt("the range is here", spanOf(cluster, "nodes", server, "k3s", "config", key), span) : []),
  ];
  return fault("cluster-range-overlap", `${whose} lies in ${cidr}, where K3s puts its ${what}`, { span, notes });
}

/** Pods and services in one range: the API server hands out addresses that pods have. */
function eachOther(cluster: Cluster, [pods, services]: readonly Range[]): readonly Diagnostic[] {
  if (!pods || !services) return [];
  const [a, b] = [pods.network, services.network];
  if (!contains(a, b.first) && !contains(b, a.first)) return [];
  const index = cluster.nodes.findIndex((node) => node.role === "control-plane");
  const path = (key: string) => ["nodes", index, "k3s", "config", key] as const;
  const key = isWritten(cluster, ...path("cluster-cidr")) ? "cluster-cidr" : "service-cidr";
  const message = `the range ${pods.cidr} for pods and the range ${services.cidr} for services overlap`;
  return [fault("cluster-range-overlap", message, { span: keySpanOf(cluster, ...path(key)) })];
}
