import type { OtherFault } from "../explanation.ts";

export const notFetched: OtherFault = {
  meaning:
    "A file that the lock names is needed, for `--offline` or for `image` without `--base`, and the cache does not have it, or has it damaged.",
  why: "What makes cards asks the network for nothing: what goes onto a card has been downloaded and checked before.",
  remedy:
    "`edgegen fetch --profile NAME --only k3s`, or `--only images` for a stock image, with the same `--cache` if you use one.",
};
