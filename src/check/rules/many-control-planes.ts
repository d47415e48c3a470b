import { onlyOne } from "../only-one.ts";
import type { Rule } from "../rule.ts";

/** One control plane by choice: two would need a third and a datastore that wears out SD cards. */
export const manyControlPlanes: Rule = (cluster) =>
  onlyOne(cluster, "control-plane", "many-control-planes", [
    "the cluster has its control plane already",
    "give it `role: worker`: there is one control plane, and workers keep running while it is down",
  ]);
