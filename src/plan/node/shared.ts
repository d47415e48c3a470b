import type { Cluster } from "../../model/cluster.ts";
import type { NodeFile } from "../../model/plan.ts";

const known = new WeakMap<Cluster, Map<string, NodeFile>>();

/** The same file on many nodes of a cluster is one object, so that rendering and hashing meet it once and not once per node. */
export function shared(cluster: Cluster, file: NodeFile): NodeFile {
  const files = known.get(cluster) ?? new Map<string, NodeFile>();
  known.set(cluster, files);
  const key = JSON.stringify(file);
  const first = files.get(key) ?? file;
  files.set(key, first);
  return first;
}
