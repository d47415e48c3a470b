import { fault } from "../../model/fault.ts";
import { isK3sFlag } from "../../model/k3s-flags.ts";
import { ownedK3sKeys } from "../../model/owned-k3s-keys.ts";
import { distinct, keySpanOf, nodesWith, type Rule, runsK3s } from "../rule.ts";

/** A warning, since K3s gets new flags; but a misspelt one is ignored by a server, and an agent stops at it. */
export const k3sKeyUnknown: Rule = (cluster) =>
  distinct(nodesWith(cluster, "role").filter(runsK3s), (node) => node.k3s.config).flatMap(({ node, index }) =>
    Object.keys(node.k3s.config).flatMap((key) => {
      if (isK3sFlag(key) || ownedK3sKeys.has(key)) return [];
      const span = keySpanOf(cluster, "nodes", index, "k3s", "config", key);
      return [fault("k3s-key-unknown", `edgegen does not know the K3s key ${key}`, { span })];
    }),
  );
