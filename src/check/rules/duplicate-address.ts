import { repeated } from "../repeated.ts";
import type { Rule } from "../rule.ts";

export const duplicateAddress: Rule = (cluster) => repeated(cluster, "duplicate-address", "address", "the address");
