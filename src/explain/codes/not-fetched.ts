import type { OtherFault } from "../explanation.ts";

export const notFetched: OtherFault = {
  meaning: "`build --offline` needs a file that the lock names, and the cache does not have it, or has it damaged.",
  why: "A build asks the network for nothing: what goes onto a card has been downloaded and checked before.",
  remedy: "`edgegen fetch --profile NAME --only k3s`, with the same `--cache` if you use one.",
};
