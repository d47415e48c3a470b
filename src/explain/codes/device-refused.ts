import type { OtherFault } from "../explanation.ts";

export const deviceRefused: OtherFault = {
  meaning:
    "This is no device that a card's image may be written to: the running system uses it, it is mounted or write-protected, it is too small, or it does not look like a card. Or nobody has said which device it is, or this computer runs macOS or Windows.",
  why: "Writing an image replaces everything on the device, and nobody gets it back.",
  remedy:
    "Run `edgegen flash` without `--device`: it lists what looks like a card. Unmount what is mounted (`umount /dev/sdX1`). `--force` takes a disk that is larger than 2 TiB, or built in; never one in use. On macOS and Windows Raspberry Pi Imager writes the same images: under App Options, Content Repository, Use custom file, `os-list.json` beside them shows every card by its node's name.",
};
