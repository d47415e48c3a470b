import type { OtherFault } from "../explanation.ts";

export const alreadyRunning: OtherFault = {
  meaning: "Another edgegen works on the same output folder or the same bundle.",
  why: "Two at once could leave cards of which one half is from the old and one from the new profile, or lose what one of them added to the bundle.",
  remedy:
    "Wait until it has finished. The message names its process; after a power cut that number may belong to something else by now (`ps -p NUMBER` tells), and then the lock that it names can be removed.",
};
