import { boards } from "../../model/boards.ts";
import { fault } from "../../model/fault.ts";
import { images } from "../../model/images.ts";
import { called, isWritten, layerNote, nodesWith, noteAt, type Rule, spanOf } from "../rule.ts";

/** Raspberry Pi images boot on Raspberry Pis, and other computers need one of their own. */
export const boardImageMismatch: Rule = (cluster) =>
  nodesWith(cluster, "board", "os.image").flatMap((placed) => {
    const { node, index } = placed;
    const [board, image] = [boards[node.board], images[node.os.image]];
    if (board.pi === image.pi) return [];
    const span = spanOf(cluster, "nodes", index, "board");
    const written = isWritten(cluster, "nodes", index, "os", "image");
    const here = written
      ? noteAt("the image is chosen here", spanOf(cluster, "nodes", index, "os", "image"), span)
      : [];
    const advice = board.pi
      ? "give this node an image for Raspberry Pis: `os: {image: ubuntu-24.04}`"
      : "give this node `os: {image: generic}`, and flash it from any image that has cloud-init";
    const forWhom = image.pi ? "for Raspberry Pis only" : "not for Raspberry Pis";
    const message = `the image ${node.os.image} does not boot on ${called(node)} (${node.board}): it is ${forWhom}`;
    return [
      fault("board-image-mismatch", message, {
        span,
        notes: [...here, advice, ...layerNote(cluster, placed, "board")],
      }),
    ];
  });
