import type { BoardId } from "../model/boards.ts";
import type { Cluster, ClusterNode } from "../model/cluster.ts";
import { type OpenPort, openPorts } from "./node/firewall.ts";
import { releaseAsset } from "./node/k3s.ts";
import { taintsOf } from "./node/k3s-config.ts";
import { evictionMiB, kubernetesMiB, podsSwap, reservation } from "./node/kubelet.ts";

/** What one card will be, for a person and for a program: everything but its bytes, and without the bundle. */
export interface NodeSummary {
  readonly name: string;
  readonly role: string;
  readonly address: string;
  /** What it is connected by: the interface, or its hardware address where that finds it. */
  readonly interface: string;
  /** The wireless network, where the interface is one for that. */
  readonly wifi?: { readonly ssid: string; readonly country: string };
  readonly board: BoardId;
  readonly image: string;
  readonly versions: Readonly<Record<string, string>>;
  readonly memory: MemoryBudget;
  /** As the profile has them, all layers taken together; edgegen's own stand on every node. */
  readonly labels: Readonly<Record<string, string>>;
  readonly taints: readonly string[];
  /** Of which registries.yaml says something. */
  readonly registries: readonly string[];
  /** What the node fetches from the network at its first boot. */
  readonly downloads: readonly string[];
  readonly open_ports: readonly string[];
}

/** MiB. What is left is for pods; on the Rancher node for Rancher itself. */
export interface MemoryBudget {
  readonly total: number;
  readonly system: number;
  readonly kubernetes: number;
  readonly eviction: number;
  readonly left: number;
  /** Compressed swap, as large as it may grow before compression, and swap on a disk. */
  readonly zram: number;
  readonly swap: number;
  /** Who may swap: the whole node with its Burstable pods, the node alone, or nobody. */
  readonly swaps: "node and Burstable pods" | "node" | "nothing of ours";
}

export function summarize(cluster: Cluster): readonly NodeSummary[] {
  return cluster.nodes.map((node) => ({
    name: node.name,
    role: node.role,
    address: node.address,
    interface: node.interface ?? node.mac ?? "",
    ...wireless(cluster, node),
    board: node.board,
    image: node.os.image,
    versions: versions(cluster, node),
    memory: memoryBudget(node),
    ...ofKubernetes(cluster, node),
    downloads: downloads(cluster, node),
    open_ports: cluster.firewall === "off" ? ["everything"] : openPorts(cluster, node).map(portText),
  }));
}

/** The Rancher node has none of it. */
function ofKubernetes(cluster: Cluster, node: ClusterNode): Pick<NodeSummary, "labels" | "taints" | "registries"> {
  if (node.role === "rancher") return { labels: {}, taints: [], registries: [] };
  const { mirrors, configs } = node.k3s.registries as Readonly<Record<string, object | undefined>>;
  const registries = [...new Set([...Object.keys(mirrors ?? {}), ...Object.keys(configs ?? {})])];
  return { labels: node.labels, taints: taintsOf(cluster, node), registries };
}

function wireless({ network: { wifi } }: Cluster, node: ClusterNode): Pick<NodeSummary, "wifi"> {
  return wifi && node.interface?.startsWith("wl") ? { wifi: { ssid: wifi.ssid, country: wifi.country } } : {};
}

function versions(cluster: Cluster, node: ClusterNode): Record<string, string> {
  if (node.role === "rancher") return cluster.rancher ? { rancher: cluster.rancher.version } : {};
  return { k3s: node.k3s.version };
}

/** The Rancher node has no kubelet of ours: there the container takes what the system leaves. */
function memoryBudget(node: ClusterNode): MemoryBudget {
  const { memoryMiB } = node;
  const { systemMiB } = reservation(memoryMiB);
  const [kubernetes, eviction] = node.role === "rancher" ? [0, 0] : [kubernetesMiB(node), evictionMiB];
  const left = Math.max(0, memoryMiB - systemMiB - kubernetes - eviction);
  return { total: memoryMiB, system: systemMiB, kubernetes, eviction, left, ...swapBudget(node) };
}

/** Without Edge-Pulse the image's own swap stays, whatever that is. */
function swapBudget(node: ClusterNode): Pick<MemoryBudget, "zram" | "swap" | "swaps"> {
  const { enabled, zramPercent, swapSizeMiB, swapDevice } = node.edgePulse;
  if (!enabled) return { zram: 0, swap: 0, swaps: "nothing of ours" };
  const zram = Math.floor((node.memoryMiB * zramPercent) / 100);
  const swap = swapDevice === "none" ? 0 : swapSizeMiB;
  return { zram, swap, swaps: podsSwap(node) ? "node and Burstable pods" : "node" };
}

function downloads(cluster: Cluster, node: ClusterNode): readonly string[] {
  const packages = node.os.packages.length > 0 ? [`apt: ${node.os.packages.join(" ")}`] : [];
  if (node.role === "rancher") {
    const image = cluster.rancher ? [`image: ${cluster.rancher.image}:${cluster.rancher.version}`] : [];
    return ["apt: docker.io", ...image, ...packages];
  }
  const release = `${node.k3s.mirror}/${encodeURIComponent(node.k3s.version)}`;
  return [`${release}/${releaseAsset(node.board)}`, "images of K3s", ...packages];
}

const portText = ({ protocol, ports, from }: OpenPort) => `${protocol}/${ports}${from === "subnet" ? " (subnet)" : ""}`;
