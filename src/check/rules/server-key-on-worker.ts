import { fault } from "../../model/fault.ts";
import { isServerFlag } from "../../model/k3s-flags.ts";
import { ownedK3sKeys } from "../../model/owned-k3s-keys.ts";
import { distinct, keySpanOf, nodesWith, type Rule } from "../rule.ts";

/** An agent stops at a flag that only servers have. What is said for all nodes never gets that far; here somebody said it for workers. */
export const serverKeyOnWorker: Rule = (cluster) => {
  const workers = nodesWith(cluster, "role").filter(({ node }) => node.role === "worker");
  return distinct(workers, (node) => node.k3s.config).flatMap(({ node, index }) =>
    Object.keys(node.k3s.config).flatMap((key) => {
      if (!isServerFlag(key) || ownedK3sKeys.has(key)) return [];
      const span = keySpanOf(cluster, "nodes", index, "k3s", "config", key);
      const notes = ["write it into the top-level `k3s: {config: ...}`, or into that of roles.control-plane"];
      return [
        fault("server-key-on-worker", `${key} is for servers: K3s does not start with it on a worker`, { span, notes }),
      ];
    }),
  );
};
