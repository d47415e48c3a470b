import type { Machine } from "../boot/machine.ts";
import type { Cluster, ClusterNode } from "../model/cluster.ts";

export interface Emulated {
  readonly cluster: Cluster;
  readonly node: ClusterNode;
  readonly mac: string;
}

/**
 * A node as the emulated board needs it, which has one Ethernet and no radio. On -M virt that is eth0. A raspi3b has it on USB, where
 * Linux gives it another name (usb0): there, and where the profile names another interface, the card finds it by its MAC. All else is
 * what the profile says.
 */
export function emulated(cluster: Cluster, node: ClusterNode, machine: Machine): Emulated {
  const mac = macOf(cluster, node);
  if (machine === "virt" && node.interface === "eth0") return { cluster, node, mac };
  const matched = { ...node, mac, interface: undefined };
  const nodes = cluster.nodes.map((each) => (each === node ? matched : each));
  return { cluster: { ...cluster, nodes }, node: matched, mac };
}

/** The maker's prefix of Raspberry Pi, and the node's place in the profile. */
function macOf(cluster: Cluster, node: ClusterNode): string {
  const number = cluster.nodes.indexOf(node) + 1;
  const [high, low] = [number >> 8, number & 0xff].map((byte) => byte.toString(16).padStart(2, "0"));
  return node.mac ?? `d8:3a:dd:00:${high}:${low}`;
}
