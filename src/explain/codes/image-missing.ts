import type { OtherFault } from "../explanation.ts";

export const imageMissing: OtherFault = {
  meaning:
    "The image that is needed is not there: for `image` the stock image that `--base` names, or any at all; for `flash` the one that `image` makes of the node; for `boot` an unpacked one at `--base`, or, without that, one that `make testbed` made.",
  why: "A card is put into a copy of a stock image: that has the kernel and the system that the card is for.",
  remedy:
    "`edgegen image --profile NAME --base IMAGE.img.xz` makes the images of a cluster's cards; README.txt in out/ says which stock image that is. Without `--base` it takes what `edgegen lock` and `edgegen fetch --only images` got. `boot` wants it unpacked (`xz -dk IMAGE.img.xz`), or `make testbed`, as root on Debian, to make one of Debian's packages.",
};
