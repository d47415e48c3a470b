import type { OtherFault } from "../explanation.ts";

export const diskFull: OtherFault = {
  meaning: "There is no room left on the disk that edgegen writes to.",
  why: "A build needs room for the new cards beside the old ones, since the old tree stays whole until the new one is. What was there before is untouched.",
  remedy:
    "`df -h out` shows how much is left. Free some, remove clusters in `out/` that are no longer wanted, or build elsewhere with `--out DIR`; then run the command again.",
};
