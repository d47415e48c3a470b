import { fault } from "../../model/fault.ts";
import { ownedK3sKeys } from "../../model/owned-k3s-keys.ts";
import { distinct, keySpanOf, nodesWith, type Rule, runsK3s } from "../rule.ts";

/** What edgegen derives from the rest of the profile would be at odds with itself if it could also be written by hand. */
export const ownedKey: Rule = (cluster) =>
  distinct(nodesWith(cluster, "role").filter(runsK3s), (node) => node.k3s.config).flatMap(({ node, index }) =>
    Object.keys(node.k3s.config).flatMap((key) => {
      const instead = ownedK3sKeys.get(key.replace(/\+$/, ""));
      if (instead === undefined) return [];
      const span = keySpanOf(cluster, "nodes", index, "k3s", "config", key);
      return [fault("owned-key", `edgegen sets ${key} itself`, { span, notes: [instead] })];
    }),
  );
