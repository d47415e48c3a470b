import type { OtherFault } from "../explanation.ts";

export const unknownNode: OtherFault = {
  meaning: "`--node` names a node that the cluster does not have.",
  why: "Nothing was done: with a slip in one of several names, half of the cards would be new and half old.",
  remedy: "`edgegen plan --profile NAME` lists the nodes. Names in a range are written out: `dcn3`, not `dcn{2..7}`.",
};
