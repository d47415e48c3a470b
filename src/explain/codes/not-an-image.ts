import type { OtherFault } from "../explanation.ts";

export const notAnImage: OtherFault = {
  meaning:
    "The file is no image of a disk that a Pi could boot: it ends before its boot partition does, has no partition table, no FAT partition or none that can be read, or is packed in a way that this verb does not unpack.",
  why: "A download that was cut and an image that was not unpacked are the usual reasons; a card written from them stays dark.",
  remedy:
    "Compare its checksum with its makers', and fetch it again if they differ. `edgegen image --base` takes `.img.xz`, `.img.gz` and `.img.zst` as they are; `boot --base` and `apply --image` want it unpacked (`xz -dk`), and a zip is unpacked by hand. With `edgegen lock` and `edgegen fetch --only images`, edgegen gets the right one and checks it.",
};
