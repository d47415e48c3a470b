import type { OtherFault } from "../explanation.ts";

export const imageUnfit: OtherFault = {
  meaning:
    "It is an image of a disk, but not one that this card could go into: for another system or board than the profile names, for 32 bits, a Raspberry Pi OS from before 2025-11-24, without room on its boot partition, or without what a Pi's firmware starts.",
  why: "A Raspberry Pi OS from before that date reads no cloud-init files: the node would come up as if the card had nothing on it, and ask for a user on its screen.",
  remedy:
    "Take the image that the profile names, fresh, and in a release that is recent enough; or name under `os.image` the one that you have. `edgegen lock` and `edgegen fetch --only images` get it.",
};
