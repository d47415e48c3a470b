import { mebibytes } from "../lock/changes.ts";
import { cachedPath } from "../lock/files.ts";
import type { Cluster, ClusterNode } from "../model/cluster.ts";
import type { Diagnostic } from "../model/diagnostic.ts";
import { fault } from "../model/fault.ts";
import { images } from "../model/images.ts";
import type { Lock } from "../model/lock.ts";
import { type Asset, payloadOf, payloadRoom } from "../plan/payload.ts";
import type { Io } from "./io.ts";
import type { PinOptions } from "./pins.ts";

/** What keeps these nodes' cards from bringing K3s along, or part of it. */
export async function offlineFaults(
  io: Io,
  cluster: Cluster,
  lock: Lock,
  { node: names, cache = io.cacheFolder }: PinOptions,
): Promise<readonly Diagnostic[]> {
  const nodes = cluster.nodes.filter(({ name }) => names.length === 0 || names.includes(name));
  const managers = nodes.filter(({ role }) => role === "rancher");
  if (managers.length > 0) return managers.map((node) => rancherOffline(node, cluster));
  const faults = alike(nodes, lock).flatMap((group) => doesNotFit(group, lock));
  const carried = nodes.flatMap((node) => payloadOf(node, lock, true).carried);
  const assets = new Map(carried.map((asset) => [asset.sha256, asset]));
  const missing = await Promise.all([...assets.values()].map((asset) => cacheFault(io, cache, asset)));
  return [...faults, ...missing.flat()];
}

function alike(nodes: readonly ClusterNode[], lock: Lock): readonly (readonly ClusterNode[])[] {
  const groups = new Map<string, ClusterNode[]>();
  for (const node of nodes) {
    const key = `${node.os.image} ${payloadOf(node, lock, true).binary?.sha256}`;
    groups.set(key, [...(groups.get(key) ?? []), node]);
  }
  return [...groups.values()];
}

/** Nodes that are alike are told of together. */
function doesNotFit(group: readonly ClusterNode[], lock: Lock): readonly Diagnostic[] {
  const [node] = group;
  if (node === undefined) return [];
  const { binary, airgap, carried, need } = payloadOf(node, lock, true);
  const left = [binary, airgap].filter((asset) => asset !== undefined && !carried.includes(asset));
  const subject = group.map(({ name }) => name).join(", ");
  const room = `the boot partition of ${images[node.os.image].title} has ${mebibytes(payloadRoom(node))} MiB to spare`;
  const sizes = [binary, airgap].flatMap((asset) => asset && `${asset.name} ${mebibytes(asset.size)} MiB`).join(", ");
  if (binary !== undefined && left.includes(binary))
    return [fault("payload-too-large", `K3s does not fit: ${room}`, { subject, notes: [sizes, build] })];
  if (airgap === undefined)
    return [fault("payload-left-out", "the lock names no images of K3s: they are pulled", { subject })];
  if (left.length === 0) return [];
  const message = `the images of K3s do not fit beside it, and are pulled at the first boot: ${room}`;
  return [fault("payload-left-out", message, { subject, notes: [`${mebibytes(need)} MiB in all: ${sizes}`] })];
}

const build = "without --offline the node downloads it";

async function cacheFault(io: Io, cache: string, asset: Asset): Promise<readonly Diagnostic[]> {
  const path = cachedPath(cache, asset);
  if (!io.tree.exists(path)) return [notFetched(path, `${asset.name} is not in the cache`)];
  const file = await io.openPart(path, "read");
  try {
    const sum = io.bulk.checksum();
    for await (const piece of file.bytes()) sum.update(piece);
    return sum.digest() === asset.sha256 ? [] : [notFetched(path, `${asset.name} in the cache is damaged`)];
  } finally {
    await file.close();
  }
}

const notFetched = (path: string, message: string) =>
  fault("not-fetched", message, { subject: path, notes: ["edgegen fetch --only k3s downloads and checks it"] });

function rancherOffline({ name }: ClusterNode, { nodes }: Cluster): Diagnostic {
  const others = nodes.filter(({ role }) => role !== "rancher").map((node) => `--node ${node.name}`);
  const list = others.length > 4 ? `${others.slice(0, 3).join(" ")} ...` : others.join(" ");
  return fault("offline-rancher", "a Rancher node cannot be offline: Docker comes from the system's packages", {
    subject: name,
    notes: [`the others can: --offline ${list}; then --node ${name} without --offline`],
  });
}
