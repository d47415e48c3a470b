import { boards, soldSize } from "../../model/boards.ts";
import { fault } from "../../model/fault.ts";
import { showSize } from "../../model/size.ts";
import { layerNote, nodesWith, type Rule, spanOf } from "../rule.ts";

/** Idle, Rancher uses about 3 GiB; with 4 GiB it swaps as soon as somebody works with it (rancher/docs#3153). */
export const rancherMemoryLow: Rule = (cluster) =>
  nodesWith(cluster, "role", "memory").flatMap((placed) => {
    const { node, index } = placed;
    const memory = soldSize(boards[node.board], node.memoryMiB);
    if (node.role !== "rancher" || memory < 4096 || memory >= 8192) return [];
    const span = spanOf(cluster, "nodes", index, "memory");
    return [
      fault("rancher-memory-low", `Rancher in ${showSize(memory)} is slow: 8GiB is what it should have`, {
        span,
        notes: layerNote(cluster, placed, "memory"),
      }),
    ];
  });
