import { fault } from "../../model/fault.ts";
import { showSize, showWritten } from "../../model/size.ts";
import { called, layerNote, nodesWith, type Rule, spanOf } from "../rule.ts";

/** What K3s asks for on an agent: https://docs.k3s.io/installation/requirements. */
const least = 512;

/** No Pi of today is that small: it is an old PC, or MB where GB were meant. */
export const workerMemory: Rule = (cluster) =>
  nodesWith(cluster, "role", "memory").flatMap((placed) => {
    const { node, index } = placed;
    if (node.role !== "worker" || node.memoryMiB >= least) return [];
    const message = `${showWritten(node.memoryMiB)} of ${called(node)} are below the ${showSize(least)} that K3s asks for on a worker`;
    const notes = layerNote(cluster, placed, "memory");
    return [fault("worker-memory", message, { span: spanOf(cluster, "nodes", index, "memory"), notes })];
  });
