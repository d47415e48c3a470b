import { kubeconfig } from "../credentials/kubeconfig.ts";
import { hostKey, knownHostsLine } from "../credentials/ssh-key.ts";
import { boards } from "../model/boards.ts";
import type { Bundle } from "../model/bundle.ts";
import type { Cluster, ClusterNode } from "../model/cluster.ts";
import { images } from "../model/images.ts";
import type { CardFile, Content } from "../model/plan.ts";
import { operatorSsh } from "./authorized-keys.ts";

/**
 * What the operator's laptop gets beside the cards: it works the moment the cluster does, and nothing is fetched from a node. `profile` is
 * what follows `--profile` in a command: the name of the file, wherever it lies.
 */
export function laptopFiles(cluster: Cluster, bundle: Bundle, profile: string): readonly CardFile[] {
  const nodes = cluster.nodes.toSorted((a, b) => (a.name < b.name ? -1 : 1));
  return [
    { path: ".gitignore", mode: "0644", content: { kind: "text", text: "# Secrets of the cluster.\n*\n" } },
    { path: "README.txt", mode: "0644", content: readme(cluster, nodes, profile) },
    ...kubeconfigFile(cluster, bundle),
    { path: "known_hosts", mode: "0644", content: { kind: "text", text: knownHosts(nodes, bundle) } },
    { path: "ssh_config", mode: "0644", content: sshConfig(cluster, nodes, bundle) },
    ...operatorKey(operatorSsh(cluster, bundle)),
  ];
}

export function apiServer(cluster: Cluster): string | undefined {
  const controlPlane = cluster.nodes.find((node) => node.role === "control-plane");
  return controlPlane && `https://${controlPlane.address}:6443`;
}

/** A cluster of the rancher role alone has no Kubernetes API of ours to talk to. */
function kubeconfigFile(cluster: Cluster, bundle: Bundle): CardFile[] {
  const server = apiServer(cluster);
  if (server === undefined) return [];
  const data = kubeconfig(bundle, cluster.name, server);
  return [{ path: "kubeconfig", mode: "0600", content: { kind: "yaml", data } }];
}

function operatorKey(pair: Bundle["operatorSsh"]): CardFile[] {
  if (!pair) return [];
  const { privateKey, publicKey } = pair;
  return [
    { path: "id_ed25519", mode: "0600", content: { kind: "text", text: privateKey } },
    { path: "id_ed25519.pub", mode: "0644", content: { kind: "text", text: publicKey } },
  ];
}

/** The host keys are on the cards already, so the first connection is not a question of trust. */
function knownHosts(nodes: readonly ClusterNode[], bundle: Bundle): string {
  return nodes
    .flatMap((node) => {
      const trust = bundle.nodes.get(node.name);
      return trust ? [knownHostsLine([node.name, node.address], hostKey(trust))] : [];
    })
    .join("");
}

function sshConfig(cluster: Cluster, nodes: readonly ClusterNode[], bundle: Bundle): Content {
  const data = {
    nodes: nodes.map(({ name, address }) => ({ name, address })),
    user: cluster.access.user,
    identity: operatorSsh(cluster, bundle) !== undefined,
  };
  return { kind: "template", template: "laptop/ssh_config", data };
}

function readme(cluster: Cluster, nodes: readonly ClusterNode[], profile: string): Content {
  const pis = nodes.filter((node) => images[node.os.image].pi);
  const used = [...new Set(pis.map((node) => node.os.image))].sort();
  const data = {
    cluster: cluster.name,
    profile,
    nodes: nodes.map((node) => ({
      name: node.name.padEnd(longest(nodes, (each) => each.name)),
      role: node.role.padEnd("control-plane".length),
      address: node.address.padEnd("255.255.255.255".length),
      board: boards[node.board].title,
      folder: node.name,
    })),
    images: used.map((id) => ({ title: images[id].title, ...images[id].published })),
    several: used.length > 1,
    pi: pis[0]?.name ?? false,
    raspios: nodes.some((node) => node.os.image === "raspios-trixie"),
    ubuntu: nodes.some((node) => node.os.image.startsWith("ubuntu-")),
    generic: nodes.some((node) => !images[node.os.image].pi),
    api: apiServer(cluster) ?? false,
    rancher: cluster.rancher?.serverUrl ?? false,
    user: cluster.access.user,
    first: nodes[0]?.name ?? "",
  };
  return { kind: "template", template: "laptop/README.txt", data };
}

const longest = (nodes: readonly ClusterNode[], of: (node: ClusterNode) => string) =>
  nodes.reduce((length, node) => Math.max(length, of(node).length), 0);
