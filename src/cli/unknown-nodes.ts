import type { Cluster } from "../model/cluster.ts";
import type { Diagnostic } from "../model/diagnostic.ts";
import { fault } from "../model/fault.ts";

/** Names given with --node that the cluster does not have. */
export const unknownNodes = (names: readonly string[], cluster: Cluster): readonly Diagnostic[] =>
  names
    .filter((name) => !cluster.nodes.some((node) => node.name === name))
    .map((name) =>
      fault("unknown-node", `cluster ${cluster.name} has no node "${name}"`, {
        notes: [`nodes: ${some(cluster.nodes.map((node) => node.name))}`],
      }),
    );

const some = (names: readonly string[]) =>
  names.length > 12 ? `${names.slice(0, 12).join(", ")}, ...` : names.join(", ");
