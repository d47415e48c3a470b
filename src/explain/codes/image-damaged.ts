import type { OtherFault } from "../explanation.ts";

export const imageDamaged: OtherFault = {
  meaning:
    "The file of an image is not what its makers published: its sha256 is another one than the lock, or the `.sha256` file beside it, says, or it cannot be unpacked to its end.",
  why: "A card written from it stays dark, or worse: it starts, and fails later.",
  remedy:
    "Fetch it again. `sha256sum IMG` shows the checksum that it has; the makers' is beside the image where you got it.",
};
