import { fault } from "../../model/fault.ts";
import { isK3sFlag } from "../../model/k3s-flags.ts";
import { ownedK3sKeys } from "../../model/owned-k3s-keys.ts";
import { eachConfigKey } from "../config-keys.ts";
import { nodesWith, type Rule, runsK3s } from "../rule.ts";

/** A warning, since K3s gets new flags; but a misspelt one is ignored by a server, and an agent stops at it. */
export const k3sKeyUnknown: Rule = (cluster) =>
  eachConfigKey(cluster, nodesWith(cluster, "role").filter(runsK3s), (key, span) => {
    if (isK3sFlag(key) || ownedK3sKeys.has(key)) return [];
    return [fault("k3s-key-unknown", `edgegen does not know the K3s key ${key}`, { span: span() })];
  });
