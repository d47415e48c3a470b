import type { OtherFault } from "../explanation.ts";

export const imageMissing: OtherFault = {
  meaning:
    "There is no operating-system image to boot from: none at the path that `--base` names, or, without it, none that `make testbed` made.",
  why: "A card is put into a copy of an image: that has the kernel and the system that the card is for.",
  remedy:
    "Unpack a stock image (`xz -d IMAGE.img.xz`) and name it: `--base IMAGE.img`. Or let `make testbed`, as root on Debian, make one of Debian's packages.",
};
