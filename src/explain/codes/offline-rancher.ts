import type { OtherFault } from "../explanation.ts";

export const offlineRancher: OtherFault = {
  meaning: "`--offline` was to make the card of a node with the role `rancher`.",
  why: "Rancher runs in Docker, which comes from the packages of the operating system, and its image has more than a gigabyte: neither fits a boot partition. A card that says it is offline, and then waits for the network, would be a black box on a shelf.",
  remedy:
    "Name the other nodes, with whichever verb it was: `edgegen image --offline --node dcn1 --node dcn2`, then `edgegen image --node dcn0` for the Rancher node, which needs the network at its first boot.",
};
