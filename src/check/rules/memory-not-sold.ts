import { type Board, boards, soldSize } from "../../model/boards.ts";
import { fault } from "../../model/fault.ts";
import { showSize, showWritten } from "../../model/size.ts";
import { layerNote, nodesWith, type Rule, spanOf } from "../rule.ts";

/** Budgets are made from the memory, so a slip of the pen would ruin a node quietly. */
export const memoryNotSold: Rule = (cluster) =>
  nodesWith(cluster, "board", "memory").flatMap((placed) => {
    const { node, index } = placed;
    const board = boards[node.board];
    const sold: readonly number[] = board.memoryMiB;
    if (sold.length === 0 || sold.includes(node.memoryMiB)) return [];
    const span = spanOf(cluster, "nodes", index, "memory");
    const near = soldSize(board, node.memoryMiB);
    const suggestion = span && near !== node.memoryMiB ? { span, text: showSize(near) } : undefined;
    const notes = [`it is sold with ${sold.map(showSize).join(", ")}`, ...layerNote(cluster, placed, "memory")];
    const message = onTheBox(node.memoryMiB, board) ?? `there is no ${board.title} with ${showWritten(node.memoryMiB)}`;
    return [fault("memory-not-sold", message, { span, notes, suggestion })];
  });

/** The maker writes 4GB for what is 4GiB. */
function onTheBox(mib: number, { title, memoryMiB: sold }: Board): string | undefined {
  const size = sold.find((each) => Math.round((each / 1024) * (1e9 / 2 ** 20)) === mib);
  return size === undefined ? undefined : `a "${size / 1024}GB" ${title} has ${showSize(size)}`;
}
