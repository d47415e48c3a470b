import type { OtherFault } from "../explanation.ts";

export const channelMoved: OtherFault = {
  meaning: "`edgegen lock --channel NAME` found that the channel offers another release of K3s than the profile names.",
  why: "A profile names one release, so that the same profile makes the same cluster next year. Which release that is to be is yours to decide, and is seen in the profile's history.",
  remedy:
    "Write the version that the message names under `k3s` in the profile, and run `edgegen lock` again. The lock remembers the channel: later runs tell when it moves, and go on.",
};
