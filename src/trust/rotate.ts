import type { Bundle } from "../model/bundle.ts";
import { type Cluster, type Role, roles } from "../model/cluster.ts";
import type { Entropy } from "./entropy.ts";
import { type Making, makeOperator, makeRancherCertificate } from "./issuing.ts";
import { makeOperatorSsh } from "./operator-ssh.ts";
import { rancherNames } from "./rancher-names.ts";
import { clusterSecret } from "./tokens.ts";

export type Rotatable = "operator" | "agent-token" | "rancher-certificate";

export interface Rotation {
  readonly bundle: Bundle;
  /** Names of the nodes whose cards carry what was replaced, in the order in which to apply them. */
  readonly applyAgain: readonly string[];
  /** What the operator should know: what happens until then, and what a rotation does not do. */
  readonly notes: readonly string[];
}

/** Replaces one secret of the bundle by a new one. Nothing else changes. */
export function rotate(bundle: Bundle, cluster: Cluster, what: Rotatable, entropy: Entropy): Promise<Rotation> {
  return rotations[what](bundle, cluster, entropy);
}

const rotations: Record<Rotatable, (bundle: Bundle, cluster: Cluster, entropy: Entropy) => Promise<Rotation>> = {
  operator: rotateOperator,
  "agent-token": rotateAgentToken,
  "rancher-certificate": rotateRancherCertificate,
};

/** The kubeconfig's key and, where the bundle made one, the SSH key. */
async function rotateOperator(bundle: Bundle, cluster: Cluster, entropy: Entropy): Promise<Rotation> {
  const operator = await makeOperator(makingOf(bundle, entropy), bundle.k3s.clientCa);
  const notes = [
    "edgegen build writes the new kubeconfig; no card changes for it",
    "the old kubeconfig keeps working until it expires: Kubernetes cannot revoke one certificate. If it was stolen, remove the ClusterRoleBinding of the group edgegen:admins and its manifest on the control plane",
  ];
  if (!bundle.operatorSsh) return { bundle: { ...bundle, operator }, applyAgain: [], notes };
  const operatorSsh = makeOperatorSsh(bundle.cluster, entropy);
  const ssh =
    "until its card is applied again, a node lets in the old SSH key and not the new one; an applied card adds the new key, only a newly flashed one forgets the old";
  return { bundle: { ...bundle, operator, operatorSsh }, applyAgain: named(cluster, roles), notes: [...notes, ssh] };
}

async function rotateAgentToken(bundle: Bundle, cluster: Cluster, entropy: Entropy): Promise<Rotation> {
  const notes = [
    "the control plane first: a worker whose token differs from its own is refused when its agent starts, and tries for ever",
    "workers that are running stay connected meanwhile",
  ];
  const k3s = { ...bundle.k3s, agentSecret: clusterSecret(entropy) };
  return { bundle: { ...bundle, k3s }, applyAgain: named(cluster, ["control-plane", "worker"]), notes };
}

/** From the same CA, so that agents go on trusting Rancher. */
async function rotateRancherCertificate(bundle: Bundle, cluster: Cluster, entropy: Entropy): Promise<Rotation> {
  const names = rancherNames(cluster);
  if (!bundle.rancher || !names) {
    const note = names ? "the bundle holds no certificate yet: build makes it" : "no node of this cluster runs Rancher";
    return { bundle, applyAgain: [], notes: [`nothing was changed: ${note}`] };
  }
  const certificate = await makeRancherCertificate(makingOf(bundle, entropy), bundle.rancher.ca, names);
  const rancher = { ...bundle.rancher, certificate };
  return {
    bundle: { ...bundle, rancher },
    applyAgain: named(cluster, ["rancher"]),
    notes: [`it is valid for ${names.join(", ")}`],
  };
}

function makingOf(bundle: Bundle, entropy: Entropy): Making {
  return { cluster: bundle.cluster, created: bundle.created, entropy };
}

function named(cluster: Cluster, inOrder: readonly Role[]): readonly string[] {
  return inOrder.flatMap((role) => cluster.nodes.filter((node) => node.role === role).map(({ name }) => name));
}
