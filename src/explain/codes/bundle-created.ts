import type { OtherFault } from "../explanation.ts";

export const bundleCreated: OtherFault = {
  meaning:
    "There was no trust bundle for this cluster, so one was made: authorities, tokens, host keys, passwords. This is a message, not a fault.",
  why: "From now on the cluster is this bundle. A card that is made from another one is a stranger, even from the same profile.",
  remedy:
    "Keep a backup in a safe place, and never commit it: the `.gitignore` beside it sees to that. `edgegen secrets encrypt` seals it with age.",
};
