import type { OtherFault } from "../explanation.ts";

export const lockDamaged: OtherFault = {
  meaning: "The lock beside the profile, `profiles/<cluster>.lock.yaml`, cannot be read as one.",
  why: "The lock says to the byte what every download must be. Half of it would let the other half through unchecked, so that nothing is built with it.",
  remedy:
    "Finish the merge, or restore the file from version control. Nothing is lost when it is gone: `edgegen lock --profile NAME` makes a new one, and the difference shows what has changed since.",
};
