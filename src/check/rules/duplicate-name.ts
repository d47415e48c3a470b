import { repeated } from "../repeated.ts";
import type { Rule } from "../rule.ts";

/** The name is the host name, the Kubernetes node and the folder of the card. */
export const duplicateName: Rule = (cluster) => repeated(cluster, "duplicate-name", "name", "the node name");
