import type { OtherFault } from "../explanation.ts";

export const bundleSealed: OtherFault = {
  meaning:
    "The trust bundle is sealed with age, and it cannot be opened: no identity is named, this one is not among those that it was sealed for, or the file given holds none.",
  why: "Every card needs something of the bundle, so nothing can be built while it is closed. SSH keys and identities with a passphrase do not work as identities.",
  remedy:
    "Name the identity: `--identity key.txt`. `age-keygen -y key.txt` shows its recipient. A bundle in age's binary form is opened by `age -d -i key.txt` and sealed again by `edgegen secrets encrypt`.",
};
