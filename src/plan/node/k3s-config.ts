import { agentToken } from "../../credentials/agent-token.ts";
import type { Cluster, ClusterNode } from "../../model/cluster.ts";
import type { PartInput } from "../part.ts";
import { kubeletArguments } from "./kubelet.ts";

type Config = Readonly<Record<string, unknown>>;

/** /etc/rancher/k3s/config.yaml as data: keys are K3s's flags (docs.k3s.io/installation/configuration), ours first, then the user's. */
export function k3sConfig(input: PartInput): Config {
  const own = input.node.role === "control-plane" ? serverKeys(input) : agentKeys(input);
  return withUserKeys({ ...own, ...nodeKeys(input) }, input.node.k3s.config);
}

/** Both tokens are bare secrets here: K3s itself puts the CA's hash before them. */
function serverKeys({ cluster, node, bundle }: PartInput): Config {
  const { disable, secretsEncryption, tlsSan } = cluster.k3s;
  return {
    token: bundle.k3s.serverSecret,
    "agent-token": bundle.k3s.agentSecret,
    "tls-san": [...new Set([node.address, node.name, ...tlsSan])],
    "write-kubeconfig-mode": "0600",
    ...(disable.length > 0 && { disable }),
    ...(secretsEncryption && { "secrets-encryption": true }),
  };
}

function agentKeys({ cluster, bundle }: PartInput): Config {
  return { server: serverUrl(cluster), token: agentToken(bundle) };
}

export function serverUrl(cluster: Cluster): string {
  const controlPlane = cluster.nodes.find((node) => node.role === "control-plane");
  if (controlPlane === undefined) throw new Error("a worker without a control plane passed the checks");
  return `https://${controlPlane.address}:6443`;
}

function nodeKeys({ cluster, node }: PartInput): Config {
  const taints = taintsOf(cluster, node);
  return {
    "node-name": node.name,
    "node-ip": node.address,
    ...(node.interface !== undefined && { "flannel-iface": node.interface }),
    "node-label": labels(node),
    ...(taints.length > 0 && { "node-taint": taints }),
    ...(cluster.hardening === "baseline" && { "protect-kernel-defaults": true }),
    "kubelet-arg": kubeletArguments(node),
  };
}

export const taintsOf = (cluster: Cluster, node: ClusterNode): readonly string[] => [
  ...ownTaints(cluster, node),
  ...node.taints,
];

/** The packaged components tolerate this one, unlike `CriticalAddonsOnly=true:NoExecute`, which breaks K3s's own Helm jobs (k3s-io/k3s#6383). */
function ownTaints(cluster: Cluster, node: ClusterNode): readonly string[] {
  const wanted = node.role === "control-plane" && cluster.k3s.taintControlPlane && hasWorker(cluster);
  return wanted ? ["node-role.kubernetes.io/control-plane=true:NoSchedule"] : [];
}

export const hasWorker = (cluster: Cluster): boolean => cluster.nodes.some((node) => node.role === "worker");

function labels(node: ClusterNode): readonly string[] {
  const all = { "edgegen.io/board": node.board, "edgegen.io/role": node.role, ...node.labels };
  return Object.entries(all)
    .map(([key, value]) => `${key}=${value}`)
    .toSorted();
}

/** Lists grow by the user's entries; the kubelet lets the last one of a flag count. `key+` is K3s's own way to say the same. */
function withUserKeys(own: Config, user: Config): Config {
  const merged = new Map(Object.entries(own));
  for (const [written, value] of Object.entries(user)) {
    const key = written.replace(/\+$/, "");
    const ours = merged.get(key);
    merged.set(key, Array.isArray(ours) ? [...ours, ...(Array.isArray(value) ? value : [value])] : value);
  }
  return Object.fromEntries(merged);
}
