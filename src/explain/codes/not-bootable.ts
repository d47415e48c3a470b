import type { OtherFault } from "../explanation.ts";

export const notBootable: OtherFault = {
  meaning:
    "The node has the image `generic`, and `edgegen boot`, `image`, `apply` and `flash` are for Raspberry Pis only.",
  why: "Its card is no change to a Pi's boot partition but a seed of its own, for whatever computer it is.",
  remedy:
    "Attach its `seed.img`, which `edgegen build` writes, as a second disk or on a USB stick; to try it, to a virtual machine of your own, beside a cloud image of its architecture.",
};
