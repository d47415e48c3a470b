import { boards, soldSize } from "../../model/boards.ts";
import { fault } from "../../model/fault.ts";
import { showSize } from "../../model/size.ts";
import { layerNote, nodesWith, type Rule, spanOf } from "../rule.ts";

/** K3s asks for 2 GiB on a server (https://docs.k3s.io/installation/requirements); with less it runs, slowly (k3s-io/k3s#2822). */
export const controlPlaneMemory: Rule = (cluster) =>
  nodesWith(cluster, "role", "memory").flatMap((placed) => {
    const { node, index } = placed;
    const memory = soldSize(boards[node.board], node.memoryMiB);
    if (node.role !== "control-plane" || memory >= 2048) return [];
    const span = spanOf(cluster, "nodes", index, "memory");
    const advice = "leave out what is not needed by k3s.disable, and keep workloads on the workers";
    const notes = [advice, ...layerNote(cluster, placed, "memory")];
    const message = `a control plane with ${showSize(memory)} is below the 2GiB that K3s asks for`;
    return [fault("control-plane-memory", message, { span, notes })];
  });
