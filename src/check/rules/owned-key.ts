import { fault } from "../../model/fault.ts";
import { ownedK3sKeys } from "../../model/owned-k3s-keys.ts";
import { eachConfigKey } from "../config-keys.ts";
import { nodesWith, type Rule, runsK3s } from "../rule.ts";

/** What edgegen derives from the rest of the profile would be at odds with itself if it could also be written by hand. */
export const ownedKey: Rule = (cluster) =>
  eachConfigKey(cluster, nodesWith(cluster, "role").filter(runsK3s), (key, span) => {
    const instead = ownedK3sKeys.get(key.replace(/\+$/, ""));
    return instead === undefined
      ? []
      : [fault("owned-key", `edgegen sets ${key} itself`, { span: span(), notes: [instead] })];
  });
