import type { Bundle } from "../model/bundle.ts";
import type { Cluster } from "../model/cluster.ts";

/** The bundle's key pair counts only while the profile lists no key of its own. */
export function operatorSsh(cluster: Cluster, bundle: Bundle): Bundle["operatorSsh"] {
  return cluster.access.sshAuthorizedKeys.length > 0 ? undefined : bundle.operatorSsh;
}

/** The public keys that may log in to every node. */
export function authorizedKeys(cluster: Cluster, bundle: Bundle): readonly string[] {
  const made = operatorSsh(cluster, bundle);
  return made ? [made.publicKey.trimEnd()] : cluster.access.sshAuthorizedKeys;
}
