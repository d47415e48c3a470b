import { fault } from "../../model/fault.ts";
import { showSize } from "../../model/size.ts";
import { layerNote, nodesWith, type Rule, spanOf } from "../rule.ts";

/** Below its smallest documented size Rancher is killed for want of memory again and again (rancher/rancher#29107). */
export const rancherMemory: Rule = (cluster) =>
  nodesWith(cluster, "role", "memory").flatMap((placed) => {
    const { node, index } = placed;
    if (node.role !== "rancher" || node.memoryMiB >= 4096) return [];
    const span = spanOf(cluster, "nodes", index, "memory");
    const advice = "it wants 8GiB: a larger Pi, or any computer as `board: generic-amd64`";
    const notes = [advice, ...layerNote(cluster, placed, "memory")];
    return [
      fault("rancher-memory", `Rancher does not run in ${showSize(node.memoryMiB)}: it needs 4GiB at the least`, {
        span,
        notes,
      }),
    ];
  });
