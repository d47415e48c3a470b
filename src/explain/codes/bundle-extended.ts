import type { OtherFault } from "../explanation.ts";

export const bundleExtended: OtherFault = {
  meaning:
    "The trust bundle was extended: the profile has come to need something that it lacked, such as the keys of a new node. What was there is unchanged. This is a message, not a fault.",
  why: "Cards that are out stay valid. A backup from before lacks what was added: a card restored from it would have another password than the one that the cluster knows.",
  remedy: "Renew the backup of the bundle.",
};
