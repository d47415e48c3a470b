import type { ClusterNode } from "../../model/cluster.ts";
import type { NodeFile } from "../../model/plan.ts";
import { parseK3sVersion } from "../../model/versions.ts";

export interface Reservation {
  /** The row counts for nodes up to this much RAM. */
  readonly upToMiB: number;
  /** For the operating system and Edge-Pulse. */
  readonly systemMiB: number;
  /** For K3s and containerd: on a worker, and on the control plane. */
  readonly agentMiB: number;
  readonly serverMiB: number;
}

/**
 * What pods may not use, in MiB. The agent needs 256 to 275 MB and a server with SQLite 512 to 768 MB on a Pi 4
 * (docs.k3s.io/reference/resource-profiling, 2020 and 2023; k3s-io/k3s#3536 measured 535 to 565 idle). A server on 1 GiB is below
 * K3s's own minimum: there the figure only leaves room for anything else at all.
 */
const reservations: readonly Reservation[] = [
  { upToMiB: 1024, systemMiB: 150, agentMiB: 256, serverMiB: 512 },
  { upToMiB: 2048, systemMiB: 200, agentMiB: 256, serverMiB: 640 },
  { upToMiB: 4096, systemMiB: 256, agentMiB: 320, serverMiB: 768 },
  { upToMiB: Number.POSITIVE_INFINITY, systemMiB: 300, agentMiB: 384, serverMiB: 1024 },
];

/** With less than this left the kubelet ends pods. */
export const evictionMiB = 100;

/**
 * `kubelet-arg` as K3s takes it. Naming one threshold of eviction-hard resets the others to 0, so all three stand there. Images are
 * collected earlier than by default (85 and 80): a card that is full cannot even log why.
 */
export function kubeletArguments(node: ClusterNode): readonly string[] {
  return [
    `system-reserved=memory=${reservation(node.memoryMiB).systemMiB}Mi`,
    `kube-reserved=memory=${kubernetesMiB(node)}Mi`,
    `eviction-hard=memory.available<${evictionMiB}Mi,nodefs.available<5%,imagefs.available<5%`,
    "image-gc-high-threshold=75",
    "image-gc-low-threshold=65",
    ...(spares(node) ? ["container-log-max-size=10Mi", "container-log-max-files=3"] : []),
  ];
}

/** A log that is rotated is written twice. */
const spares = ({ edgePulse }: ClusterNode) => edgePulse.enabled && edgePulse.sdProtection;

/** K3s reads this folder from 1.32 on (docs.k3s.io/installation/configuration). */
const dropInFolder = "/var/lib/rancher/k3s/agent/etc/kubelet.conf.d";
const firstMinorWithDropIns = 32;

/** Whether pods may swap: Burstable ones, each in proportion to the memory that it asks for (kubernetes.io/docs/concepts/cluster-administration/swap-memory-management). */
export const podsSwap = ({ edgePulse, role, k3s }: ClusterNode): boolean =>
  role !== "rancher" && edgePulse.enabled && (parseK3sVersion(k3s.version)?.minor ?? 0) >= firstMinorWithDropIns;

/** Without Edge-Pulse the kubelet keeps its default: it runs beside swap, and pods have none of it. */
export function kubeletFiles(node: ClusterNode): readonly NodeFile[] {
  return podsSwap(node) ? [limitedSwap] : [];
}

const limitedSwap: NodeFile = {
  path: `${dropInFolder}/50-edgegen.conf`,
  mode: "0600",
  content: {
    kind: "yaml",
    data: {
      apiVersion: "kubelet.config.k8s.io/v1beta1",
      kind: "KubeletConfiguration",
      failSwapOn: false,
      memorySwap: { swapBehavior: "LimitedSwap" },
    },
  },
};

/** What K3s and containerd have to themselves on a node. */
export function kubernetesMiB({ memoryMiB, role }: ClusterNode): number {
  const { agentMiB, serverMiB } = reservation(memoryMiB);
  return role === "control-plane" ? serverMiB : agentMiB;
}

/** The row of the table for a node with this much RAM. */
export function reservation(memoryMiB: number): Reservation {
  const row = reservations.find(({ upToMiB }) => memoryMiB <= upToMiB);
  if (row === undefined) throw new Error(`no reservation for ${memoryMiB} MiB`);
  return row;
}
