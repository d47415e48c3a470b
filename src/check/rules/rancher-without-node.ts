import { fault } from "../../model/fault.ts";
import { isWritten, keySpanOf, type Rule } from "../rule.ts";

/** The role without the section takes defaults; the section without the role does nothing. */
export const rancherWithoutNode: Rule = (cluster) => {
  if (cluster.rancher !== undefined || !isWritten(cluster, "rancher")) return [];
  const notes = ["give one node `role: rancher`, or remove this section"];
  return [
    fault("rancher-without-node", "there is no node that Rancher could run on", {
      span: keySpanOf(cluster, "rancher"),
      notes,
    }),
  ];
};
