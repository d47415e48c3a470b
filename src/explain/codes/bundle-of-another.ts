import type { OtherFault } from "../explanation.ts";

export const bundleOfAnother: OtherFault = {
  meaning: "The trust bundle is that of another cluster, or not the one that the tree in `out/` was built with.",
  why: "Cards that are made from it would not trust the nodes that are out there, nor the other way round. Two clusters with one bundle would let each other's nodes in.",
  remedy:
    "Restore the bundle that this cluster was built with, or give the profile back the name (`cluster:`) that it had. For a new cluster move `out/<cluster>` away first.",
};
