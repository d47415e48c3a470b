import { fault } from "../../model/fault.ts";
import { keySpanOf, nodesWith, type Rule } from "../rule.ts";

/** The Rancher node is no part of the K3s cluster. What `defaults` say is not meant for it alone, so only its own layers count. */
export const noEffect: Rule = (cluster) =>
  nodesWith(cluster, "role")
    .filter(({ node }) => node.role === "rancher")
    .flatMap(({ node, index }) =>
      (["labels", "taints", "k3s"] as const).flatMap((key) => {
        const { layer } = cluster.origin(["nodes", index, key]);
        if (layer !== "node" && layer !== "roles.rancher") return [];
        const span = keySpanOf(cluster, "nodes", index, key);
        return [
          fault("no-effect", `${key} has no effect on "${node.name}": a Rancher node does not run the cluster's K3s`, {
            span,
          }),
        ];
      }),
    );
