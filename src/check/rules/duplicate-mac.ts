import { repeated } from "../repeated.ts";
import type { Rule } from "../rule.ts";

export const duplicateMac: Rule = (cluster) => repeated(cluster, "duplicate-mac", "mac", "the MAC address");
