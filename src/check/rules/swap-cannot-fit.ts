import type { ClusterNode } from "../../model/cluster.ts";
import type { Diagnostic, Note } from "../../model/diagnostic.ts";
import { fault } from "../../model/fault.ts";
import { showSize } from "../../model/size.ts";
import { called, distinct, layerNote, nodesWith, type Rule, spanOf } from "../rule.ts";

/** Kernel, systemd and sshd, which cannot be swapped out while they work. */
const alwaysInMemory = 256;
/** What the operating system, K3s and its images leave free on a card of 16 GB, the smallest that is worth buying. */
const freeOnACard = 8192;

/** Compressed swap lives in the memory that it is to save, and a swap file on a card that is full of other things. */
export const swapCannotFit: Rule = (cluster) => {
  const nodes = nodesWith(
    cluster,
    "memory",
    "edge_pulse.zram_percent",
    "edge_pulse.swap.size",
    "edge_pulse.swap.device",
  );
  const used = nodes.filter(({ node }) => node.edgePulse.enabled);
  return distinct(used, (node) => node.edgePulse).flatMap(({ node, index }) => {
    const zram = spanOf(cluster, "nodes", index, "edge_pulse", "zram_percent");
    const file = spanOf(cluster, "nodes", index, "edge_pulse", "swap", "size");
    const place = { node, index };
    return [
      ...zramFault(node, zram, layerNote(cluster, place, "edge_pulse", "zram_percent")),
      ...fileFault(node, file, layerNote(cluster, place, "edge_pulse", "swap", "size")),
    ];
  });
};

/** Compressed by lz4, memory shrinks to about half. */
function zramFault(node: ClusterNode, span: Diagnostic["span"], layer: readonly Note[]): readonly Diagnostic[] {
  const { memoryMiB, edgePulse } = node;
  const compressed = Math.round((memoryMiB * edgePulse.zramPercent) / 100 / 2);
  if (compressed + alwaysInMemory <= memoryMiB) return [];
  const message = `compressed swap of ${edgePulse.zramPercent} % does not fit into the ${showSize(memoryMiB)} of ${called(node)}`;
  const notes = [
    `full and compressed to half it takes ${showSize(compressed)}, and ${showSize(alwaysInMemory)} must stay free`,
    ...layer,
  ];
  return [fault("swap-cannot-fit", message, { span, notes })];
}

function fileFault(node: ClusterNode, span: Diagnostic["span"], layer: readonly Note[]): readonly Diagnostic[] {
  const { edgePulse } = node;
  const onTheCard = edgePulse.swapDevice === "auto" || edgePulse.swapDevice === "sd";
  if (!onTheCard || edgePulse.swapSizeMiB <= freeOnACard) return [];
  const message = `a swap file of ${showSize(edgePulse.swapSizeMiB)} does not fit onto the card of ${called(node)}`;
  const notes = [
    `beside system and images a card has room for ${showSize(freeOnACard)}; a partition elsewhere is named by LABEL=`,
    ...layer,
  ];
  return [fault("swap-cannot-fit", message, { span, notes })];
}
