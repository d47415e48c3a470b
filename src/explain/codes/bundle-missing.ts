import type { OtherFault } from "../explanation.ts";

export const bundleMissing: OtherFault = {
  meaning:
    "The cluster was built before, but the trust bundle that it was built with is not there. Or a command wants to read a bundle of a cluster that has none yet.",
  why: "Without its bundle a cluster cannot be built again, only a new one. If edgegen made another by itself, the next card would be a stranger to all nodes that run.",
  remedy:
    "Restore it from a backup; a link may lead to a disk that is not mounted. For a new cluster, with new cards for every node, move `out/<cluster>` away first: it may hold the last key to the nodes that run.",
};
