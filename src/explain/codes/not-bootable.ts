import type { OtherFault } from "../explanation.ts";

export const notBootable: OtherFault = {
  meaning: "The node has the image `generic`, and `edgegen boot` emulates Raspberry Pis only.",
  why: "Its card is no change to a Pi's boot partition but a seed of its own, for whatever computer it is.",
  remedy:
    "Attach its `seed.img` to a virtual machine of your own, as a second disk beside a cloud image of its architecture.",
};
