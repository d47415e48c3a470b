import type { OtherFault } from "../explanation.ts";

export const notFetched: OtherFault = {
  meaning:
    "The cache does not have a file that the lock names, or has it damaged: one for `--offline`, or the image for `image` without `--base`.",
  why: "What makes cards asks the network for nothing: what goes onto a card has been downloaded and checked before.",
  remedy:
    "`edgegen fetch --profile NAME --only k3s`, or `--only images` for a stock image, with the same `--cache` if you use one.",
};
