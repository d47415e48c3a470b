import { onlyOne } from "../only-one.ts";
import type { Rule } from "../rule.ts";

/** The cluster is imported into one Rancher. */
export const manyRancherNodes: Rule = (cluster) =>
  onlyOne(cluster, "rancher", "many-rancher-nodes", [
    "the cluster has its Rancher node already",
    "leave it out, or give it `role: worker`",
  ]);
