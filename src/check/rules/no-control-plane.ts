import { fault } from "../../model/fault.ts";
import { keySpanOf, noteAt, type Rule, spanOf } from "../rule.ts";

/** A K3s cluster begins with its control plane; workers without one would knock for ever. */
export const noControlPlane: Rule = (cluster) => {
  if (cluster.nodes.some((node) => node.role === "control-plane")) return [];
  const span = keySpanOf(cluster, "nodes");
  const worker = cluster.nodes.findIndex((node) => node.role === "worker");
  const waiting =
    worker < 0 ? [] : noteAt("this worker has nothing to join", spanOf(cluster, "nodes", worker, "role"), span);
  const notes = [...waiting, { message: "give one node `role: control-plane`" }];
  return [fault("no-control-plane", "the cluster has no control plane", { span, notes })];
};
