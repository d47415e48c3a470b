import { boards, soldSize } from "../../model/boards.ts";
import type { ClusterNode } from "../../model/cluster.ts";
import { fault } from "../../model/fault.ts";
import { showSize } from "../../model/size.ts";
import { layerNote, nodesWith, type Rule, spanOf } from "../rule.ts";

/** Below its smallest documented size Rancher is killed for want of memory again and again (rancher/rancher#29107). */
export const rancherMemory: Rule = (cluster) =>
  nodesWith(cluster, "role", "memory").flatMap((placed) => {
    const { node, index } = placed;
    const memory = soldSize(boards[node.board], node.memoryMiB);
    if (node.role !== "rancher" || memory >= 4096) return [];
    const span = spanOf(cluster, "nodes", index, "memory");
    const notes = [advice(node), ...layerNote(cluster, placed, "memory")];
    return [
      fault("rancher-memory", `Rancher does not run in ${showSize(memory)}: it needs 4GiB at the least`, {
        span,
        notes,
      }),
    ];
  });

/** All that has to be written for another computer, so that nothing else is said of it then. */
function advice({ board }: ClusterNode): string {
  if (!boards[board].pi) return "it wants 8GiB";
  const computer = "`board: generic-amd64, os: {image: generic}, interface: enp3s0`";
  return `it wants 8GiB: \`board: pi-4b, memory: 8GiB\` or a pi-5, or another computer: ${computer}, its interface as \`ip link\` shows it there`;
}
