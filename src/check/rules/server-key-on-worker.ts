import { fault } from "../../model/fault.ts";
import { isServerFlag } from "../../model/k3s-flags.ts";
import { ownedK3sKeys } from "../../model/owned-k3s-keys.ts";
import { eachConfigKey } from "../config-keys.ts";
import { nodesWith, type Rule } from "../rule.ts";

/** An agent stops at a flag that only servers have. What is said for all nodes never gets that far; here somebody said it for workers. */
export const serverKeyOnWorker: Rule = (cluster) => {
  const workers = nodesWith(cluster, "role").filter(({ node }) => node.role === "worker");
  return eachConfigKey(cluster, workers, (key, span) => {
    if (!isServerFlag(key) || ownedK3sKeys.has(key)) return [];
    const notes = ["write it into the top-level `k3s: {config: ...}`, or into that of roles.control-plane"];
    const message = `${key} is for servers: K3s does not start with it on a worker`;
    return [fault("server-key-on-worker", message, { span: span(), notes })];
  });
};
