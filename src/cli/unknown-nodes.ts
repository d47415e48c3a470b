import type { Cluster } from "../model/cluster.ts";
import type { Diagnostic } from "../model/diagnostic.ts";
import { didYouMean } from "../model/did-you-mean.ts";
import { fault } from "../model/fault.ts";

/** Names given with --node that the cluster does not have. */
export const unknownNodes = (names: readonly string[], cluster: Cluster): readonly Diagnostic[] =>
  names
    .filter((name) => !cluster.nodes.some((node) => node.name === name))
    .map((name) =>
      fault("unknown-node", `cluster ${cluster.name} has no node "${name}"`, {
        notes: [...meant(name, cluster), `nodes: ${some(cluster.nodes.map((node) => node.name))}`],
      }),
    );

function meant(name: string, cluster: Cluster): readonly string[] {
  const names = cluster.nodes.map((node) => node.name);
  const parts = name.split(",").map((part) => part.trim());
  if (parts.length > 1 && parts.every((part) => names.includes(part)))
    return [`each has an option of its own: ${parts.map((part) => `--node ${part}`).join(" ")}`];
  const { words } = didYouMean(name, names);
  return words.length > 0 ? [`did you mean ${words.map((word) => `"${word}"`).join(" or ")}?`] : [];
}

const some = (names: readonly string[]) =>
  names.length > 12 ? `${names.slice(0, 12).join(", ")}, ...` : names.join(", ");
