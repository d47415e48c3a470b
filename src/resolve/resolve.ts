import type { AttachedFile, Attachments } from "../model/attachments.ts";
import type { Cluster, ClusterK3s, ClusterNode, Rancher } from "../model/cluster.ts";
import type { Result } from "../model/diagnostic.ts";
import { findAt } from "../model/tree-path.ts";
import { builtInCluster } from "../schema/built-in.ts";
import type { Profile } from "../schema/profile.ts";
import type { ShapedProfile } from "../schema/shaped-profile.ts";
import { expandEntries } from "./entries.ts";
import { authorizedKeys, manifests } from "./files.ts";
import { overlay } from "./merge.ts";
import { resolveNetwork, subnetFault } from "./network.ts";
import { entryOfEachNode, toNodes } from "./nodes.ts";
import { type Ancestry, originOf, refusals } from "./origin.ts";

/**
 * What the profile says, worked out: ranges written out, layers laid over each other, defaults filled in. `name` is the cluster's
 * when the profile has none. Where something was refused a stand-in takes its place, so that the rules can look at the rest.
 */
export function resolve(profile: ShapedProfile, name: string, attachments: Attachments): Result<Cluster> {
  const { values, tree } = profile;
  const { entries, diagnostics, refused } = expandEntries(profile);
  const keys = authorizedKeys(tree, values.access?.ssh_authorized_keys ?? [], attachments);
  const files = manifests(tree, values.k3s?.manifests ?? [], attachments);
  const ancestry: Ancestry = {
    tree,
    refused: new Set([...profile.refused, ...refused]),
    entryOf: entryOfEachNode(entries),
    roles: entries.map(({ role }) => role),
    positions: new Map([
      ["access.ssh_authorized_keys", keys.positions],
      ["k3s.manifests", files.positions],
    ]),
  };
  const value = toCluster(values, {
    name,
    keys: keys.items,
    files: files.items,
    nodes: toNodes(values, entries),
    ancestry,
  });
  const subnet = subnetFault(values.network?.subnet, findAt(tree, ["network", "subnet"])?.value.span);
  return { value, diagnostics: [...diagnostics, ...subnet] };
}

interface Parts {
  readonly name: string;
  readonly keys: readonly string[];
  readonly files: readonly AttachedFile[];
  readonly nodes: readonly ClusterNode[];
  readonly ancestry: Ancestry;
}

function toCluster(values: Profile, { name, keys, files, nodes, ancestry }: Parts): Cluster {
  const { access, hardening, firewall, firewall_open } = overlay(builtInCluster, values);
  return {
    name: values.cluster ?? name,
    network: resolveNetwork(values.network),
    access: { user: access.user, sshAuthorizedKeys: keys, passwordlessSudo: access.passwordless_sudo },
    hardening,
    firewall,
    firewallOpen: firewall_open,
    k3s: clusterK3s(values, nodes, files, hardening === "baseline"),
    rancher: rancherOf(values, nodes),
    nodes,
    origin: (path) => originOf(ancestry, path),
    ...((ancestry.refused.size > 0 || ancestry.tree.partial) && { refused: refusals(ancestry) }),
  };
}

/** Without a worker the control plane is where workloads run, so it has no taint. */
function clusterK3s(
  values: Profile,
  nodes: readonly ClusterNode[],
  files: readonly AttachedFile[],
  hardened: boolean,
): ClusterK3s {
  const { taint_control_plane, disable, tls_san } = overlay(builtInCluster.k3s, values.k3s);
  return {
    taintControlPlane: taint_control_plane && nodes.some((node) => node.role === "worker"),
    disable,
    secretsEncryption: values.k3s?.secrets_encryption ?? hardened,
    tlsSan: tls_san,
    manifests: files,
  };
}

/** The settings of Rancher, where there is a node to run it. */
function rancherOf(values: Profile, nodes: readonly ClusterNode[]): Rancher | undefined {
  const node = nodes.find(({ role }) => role === "rancher");
  if (node === undefined) return undefined;
  const { version, image } = overlay(builtInCluster.rancher, values.rancher);
  return { version, image, serverUrl: values.rancher?.server_url ?? `https://${node.address}` };
}
