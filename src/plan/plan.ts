import { boards } from "../model/boards.ts";
import type { Bundle } from "../model/bundle.ts";
import type { Cluster, ClusterNode } from "../model/cluster.ts";
import { images } from "../model/images.ts";
import type { Lock } from "../model/lock.ts";
import type { CardFacts, CardPlan, NodeFile, NodePart, Templates } from "../model/plan.ts";
import { authorizedKeys } from "./authorized-keys.ts";
import { commandLine } from "./boot-partition.ts";
import { cloudConfig } from "./cloud-config.ts";
import { cardId } from "./identity.ts";
import { networkConfig } from "./network-config.ts";
import { edgePulsePart } from "./node/edge-pulse.ts";
import { firewallPart } from "./node/firewall.ts";
import { bootTemplate, firstBootCommands, firstBootPart, stepModule } from "./node/first-boot.ts";
import { importPart } from "./node/import.ts";
import { k3sPart } from "./node/k3s.ts";
import { osPart } from "./node/os.ts";
import { rancherPart } from "./node/rancher.ts";
import type { PartInput } from "./part.ts";
import { type Asset, payloadOf } from "./payload.ts";
import { inOrder } from "./steps.ts";

export interface PlanInput {
  readonly cluster: Cluster;
  readonly bundle: Bundle;
  readonly templates: Templates;
  /** Every card gets a seed.img, not only those of generic images. */
  readonly seedImages: boolean;
  /** What downloads must be. */
  readonly lock?: Lock | undefined;
  /** Cards bring K3s along: needs a lock. */
  readonly offline?: boolean | undefined;
}

const parts: readonly ((input: PartInput) => NodePart)[] = [
  firstBootPart,
  osPart,
  firewallPart,
  edgePulsePart,
  k3sPart,
  rancherPart,
  importPart,
];

/** Decides everything that one card will be, as plain data: nothing after this looks at the Cluster. */
export function planCard(plan: PlanInput, node: ClusterNode): CardPlan {
  const { cluster, bundle, lock, offline } = plan;
  const input: PartInput = { cluster, node, bundle, lock, offline };
  const made = parts.map((part) => part(input));
  const steps = inOrder(made.flatMap((part) => part.steps));
  const files = [...made.flatMap((part) => part.files), ...steps.map(stepModule)];
  const content = {
    node: node.name,
    role: node.role,
    address: node.address,
    nodeFiles: sortedByPath(files),
    steps,
    cloudConfig: { ...cloudConfig(input, authorizedKeys(plan.cluster, plan.bundle)), runcmd: firstBootCommands(input) },
    bootTemplate,
    networkConfig: networkConfig(input),
    card: cardFacts(input),
  };
  const id = cardId(content, plan.templates);
  const seedImage = plan.seedImages || !images[node.os.image].pi;
  const payload = payloadOf(node, lock, offline ?? false).carried.map(payloadFile);
  return { ...content, id, instanceId: `${node.name}-${id.slice(0, 12)}`, seedImage, payload };
}

const payloadFile = ({ name, size, sha256 }: Asset) => ({ path: `boot/edgegen/payload/${name}`, size, sha256 });

function sortedByPath(files: readonly NodeFile[]): readonly NodeFile[] {
  const sorted = files.toSorted((a, b) => (a.path < b.path ? -1 : 1));
  const twice = sorted.find((file, at) => file.path === sorted[at + 1]?.path);
  if (twice) throw new Error(`two parts write ${twice.path}`);
  return sorted;
}

function cardFacts({ cluster, node, bundle, lock }: PartInput): CardFacts {
  return {
    cluster: cluster.name,
    node: node.name,
    role: node.role,
    address: node.address,
    prefixLength: cluster.network.prefixLength,
    gateway: cluster.network.gateway,
    interface: node.interface ?? null,
    mac: node.mac ?? null,
    image: node.os.image,
    board: node.board,
    arch: boards[node.board].arch,
    memoryMiB: node.memoryMiB,
    buildEpoch: Math.max(bundle.created, lock?.created ?? 0),
    bootMount: images[node.os.image].bootMount ?? null,
    cmdline: commandLine(cluster, node),
  };
}
