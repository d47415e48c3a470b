import type { EdgePulse, NodeK3s, NodeOs, Role } from "../model/cluster.ts";
import { isServerFlag } from "../model/k3s-flags.ts";
import { ownedK3sKeys } from "../model/owned-k3s-keys.ts";
import { builtInCluster, builtInLayer, type Sections } from "../schema/built-in.ts";
import type { Layer, Profile } from "../schema/profile.ts";
import { edgePulse } from "./edge-pulse.ts";
import { overlay } from "./merge.ts";

/** The layers of a node laid over each other: since the lowest says everything, nothing is left open but what has no default. */
type Whole = Omit<Layer, keyof Sections> & Sections;

/** What a node is made of, except what only its own entry can say. */
export interface Settings {
  readonly layer: Whole;
  readonly os: NodeOs;
  readonly k3s: NodeK3s;
  readonly edgePulse: (memoryMiB: number) => EdgePulse;
  readonly labels: Readonly<Record<string, string>>;
  readonly taints: readonly string[];
}

/**
 * The settings of each entry by precedence: built-in, top-level sections, `defaults`, `roles.<role>`, the node. Entries that say
 * nothing of their own share their role's objects, so that later stages do the work on them once for ten thousand nodes.
 */
export function settingsOf(profile: Profile): (role: Role | undefined, own: Layer) => Settings {
  const byRole = new Map<Role | undefined, Settings>();
  return (role, own) => {
    const shared = byRole.get(role) ?? settle(roleLayer(profile, role), undefined);
    byRole.set(role, shared);
    return settle(overlay(shared.layer, nodeKeys(own)), shared);
  };
}

function roleLayer(profile: Profile, role: Role | undefined): Whole {
  const { version, config, registries, download } = profile.k3s ?? {};
  const top: Layer = { os: profile.os, k3s: { version, config, registries, download }, edge_pulse: profile.edge_pulse };
  const forAll = [top, profile.defaults].map((layer) => (role === "worker" ? withoutServerFlags(layer) : layer));
  const layers = [...forAll, role && profile.roles?.[role]];
  return layers.reduce<Whole>((lower, upper) => overlay(lower, upper), { labels: {}, taints: [], ...builtInLayer });
}

/** What is said for all nodes may be for the server among them only; an agent would stop at it. */
function withoutServerFlags(layer: Layer | undefined): Layer | undefined {
  const config = layer?.k3s?.config;
  if (config === undefined) return layer;
  const kept = Object.entries(config).filter(([key]) => !isServerFlag(key) || ownedK3sKeys.has(key));
  return { ...layer, k3s: { ...layer?.k3s, config: Object.fromEntries(kept) } };
}

/** Only what a layer may hold: a node's name and address are no settings. */
function nodeKeys({ board, memory, interface: name, labels, taints, os, k3s, edge_pulse }: Layer): Layer {
  return { board, memory, interface: name, labels, taints, os, k3s, edge_pulse };
}

/** Parts that are the same as in `shared` are the same objects. */
function settle(layer: Whole, shared: Settings | undefined): Settings {
  return {
    layer,
    os: layer.os,
    k3s: shared?.layer.k3s === layer.k3s ? shared.k3s : toK3s(layer.k3s),
    edgePulse: shared?.layer.edge_pulse === layer.edge_pulse ? shared.edgePulse : edgePulse(layer.edge_pulse),
    labels: layer.labels ?? {},
    taints: layer.taints ?? [],
  };
}

function toK3s({ version, config, registries, download }: Sections["k3s"]): NodeK3s {
  return { version, config, registries, mirror: download.mirror };
}

/** The primary interface: on Raspberry Pi images that of the network unless said otherwise, on others only what was said. */
export function interfaceOf(profile: Profile, settings: Settings): string | undefined {
  if (settings.layer.interface !== undefined) return settings.layer.interface;
  return settings.os.image === "generic" ? undefined : (profile.network?.interface ?? builtInCluster.network.interface);
}
