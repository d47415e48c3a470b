import type { OtherFault } from "../explanation.ts";

export const notAnImage: OtherFault = {
  meaning:
    "The file is no image of a disk that a Pi could boot: it is still packed, ends before its boot partition does, or has no partition table or no FAT partition.",
  why: "A download that was cut and an image that was not unpacked are the usual reasons; a card written from them stays dark.",
  remedy:
    "Unpack it (`xz -d`, `gunzip`, `unzip`), compare its checksum with the maker's, and fetch it again if they differ.",
};
