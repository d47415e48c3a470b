import type { OtherFault } from "../explanation.ts";

export const cardsOfAnother: OtherFault = {
  meaning:
    "In the folder that the cards go to there are the cards of other nodes, and of none of this profile's: a build would remove all of them.",
  why: "That is what a copied profile does that kept its `cluster`: the cards of the cluster that it was copied from would be gone, and its bundle would serve two clusters.",
  remedy:
    "Write the new cluster's own name at `cluster`, or leave that out: then it is the file's name. Where it is the same cluster, and every node has got a new name, move `out/<cluster>` away and build again.",
};
