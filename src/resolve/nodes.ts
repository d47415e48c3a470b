import type { ClusterNode } from "../model/cluster.ts";
import type { Profile } from "../schema/profile.ts";
import type { ExpandedEntry } from "./entries.ts";
import { interfaceOf, type Settings, settingsOf } from "./layers.ts";

/** The nodes in the order of the profile, ranges in place. Where something was refused a stand-in is taken: see `Cluster.refused`. */
export function toNodes(profile: Profile, entries: readonly ExpandedEntry[]): readonly ClusterNode[] {
  const settings = settingsOf(profile);
  return entries.flatMap((expanded) => nodesOf(profile, expanded, settings(expanded.role, expanded.entry)));
}

function nodesOf(
  profile: Profile,
  { entry, role, names, addresses }: ExpandedEntry,
  settings: Settings,
): ClusterNode[] {
  const { board, memory = 0 } = settings.layer;
  const shared = {
    role: role ?? "worker",
    board: board ?? (settings.os.image === "generic" ? "generic-amd64" : "pi-4b"),
    memoryMiB: memory,
    mac: entry.mac,
    interface: interfaceOf(profile, settings),
    labels: settings.labels,
    taints: settings.taints,
    os: settings.os,
    edgePulse: settings.edgePulse(memory),
    k3s: settings.k3s,
  } as const;
  return names.map((name, index) => ({ name, address: addresses[index] ?? "", ...shared }));
}

/** For each node the entry that it was made from. */
export function entryOfEachNode(entries: readonly ExpandedEntry[]): Uint32Array {
  const counts = entries.map(({ names }) => names.length);
  const result = new Uint32Array(counts.reduce((sum, count) => sum + count, 0));
  let start = 0;
  counts.forEach((count, entry) => {
    result.fill(entry, start, start + count);
    start += count;
  });
  return result;
}
