import type { Host } from "../host/host.ts";
import type { Diagnostic } from "../model/diagnostic.ts";
import { fault } from "../model/fault.ts";
import { nameOf } from "../model/file-name.ts";
import type { Sources } from "../model/span.ts";
import type { MapTree, ScalarTree } from "../model/tree.ts";
import { folderOf, join, withoutEnding } from "./path.ts";

const label = /^[a-z0-9](?:[a-z0-9-]*[a-z0-9])?$/;

/** A copy of another profile that still says its `cluster`: a build of it would put other cards in place of that one's. */
export async function checkClusterName(
  host: Host,
  file: string,
  tree: MapTree,
  sources: Sources,
): Promise<readonly Diagnostic[]> {
  const cluster = tree.entries.get("cluster")?.value;
  const own = withoutEnding(nameOf(file));
  if (cluster?.kind !== "scalar" || typeof cluster.value !== "string") return [];
  if (cluster.value === own || !label.test(cluster.value)) return [];
  for (const ending of [".yaml", ".yml"]) {
    const other = join(folderOf(file), cluster.value + ending, host.home);
    // What it includes is a part of it.
    if (sources.has(other) || (await host.stat(other))?.kind !== "file") continue;
    const { span } = cluster;
    const suggestion = label.test(own) ? { span, text: own } : undefined;
    return [fault("cluster-of-another", `this is the cluster of ${other}`, { span, notes: [shared], suggestion })];
  }
  return renamed(host, file, cluster);
}

/** The bundle has the name of the file, and under its own name the cluster has none yet. */
async function renamed(host: Host, file: string, { value, span }: ScalarTree): Promise<readonly Diagnostic[]> {
  const own = withoutEnding(nameOf(file));
  const isThere = async (name: string) => {
    const paths = [".secrets.yaml", ".secrets.yaml.age"].map((ending) =>
      join(folderOf(file), name + ending, host.home),
    );
    const found = await Promise.all(paths.map((path) => host.stat(path)));
    return paths.find((_, index) => found[index]?.kind === "file");
  };
  const bundle = await isThere(own);
  if (bundle === undefined || (await isThere(String(value)))) return [];
  const notes = [
    "under another name it is another cluster, with a bundle of its own: every card has to be flashed again",
  ];
  const suggestion = label.test(own) ? { span, text: own } : undefined;
  return [fault("cluster-of-another", `${bundle} is the bundle of cluster ${own}`, { span, notes, suggestion })];
}

const shared =
  "both are built to one folder, with one trust bundle: a build of this profile replaces the cards of the other";
