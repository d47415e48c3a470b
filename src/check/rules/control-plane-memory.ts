import { fault } from "../../model/fault.ts";
import { showSize } from "../../model/size.ts";
import { nodesWith, type Rule, spanOf } from "../rule.ts";

/** K3s asks for 2 GiB on a server (https://docs.k3s.io/installation/requirements); with less it runs, slowly (k3s-io/k3s#2822). */
export const controlPlaneMemory: Rule = (cluster) =>
  nodesWith(cluster, "role", "memory").flatMap(({ node, index }) => {
    if (node.role !== "control-plane" || node.memoryMiB >= 2048) return [];
    const span = spanOf(cluster, "nodes", index, "memory");
    const notes = ["leave out what is not needed by k3s.disable, and keep workloads on the workers"];
    const message = `a control plane with ${showSize(node.memoryMiB)} is below the 2GiB that K3s asks for`;
    return [fault("control-plane-memory", message, { span, notes })];
  });
