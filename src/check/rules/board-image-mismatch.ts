import { boards } from "../../model/boards.ts";
import type { Cluster } from "../../model/cluster.ts";
import { fault } from "../../model/fault.ts";
import { images } from "../../model/images.ts";
import { called, isWritten, layerNote, nodesWith, noteAt, type Placed, type Rule, spanOf } from "../rule.ts";

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
      : forOther(hasCard(cluster, placed));
    const forWhom = image.pi ? "for Raspberry Pis only" : "not for Raspberry Pis";
    const message = `the image ${node.os.image} does not boot on ${called(node)} (${node.board}): it is ${forWhom}`;
    return [
      fault("board-image-mismatch", message, {
        span,
        notes: [...here, advice, ...layerNote(cluster, placed, "board")],
      }),
    ];
  });

/** Without an image for Pis there is no usual interface either: both are said at once. */
function forOther(hasCard: boolean): string {
  const flashed = "and flash it from any image that has cloud-init";
  if (hasCard) return `give this node \`os: {image: generic}\`, ${flashed}`;
  return `give this node \`os: {image: generic}, interface: enp3s0\`, its interface as \`ip link\` shows it there, or its \`mac\`; ${flashed}`;
}

/** Whether a layer says how to find the network card; the interface of the whole network is that of its Pis. */
const hasCard = (cluster: Cluster, { node, index }: Placed) =>
  node.mac !== undefined || !["built-in", "profile"].includes(cluster.origin(["nodes", index, "interface"]).layer);
