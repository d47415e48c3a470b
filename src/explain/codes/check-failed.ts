import type { OtherFault } from "../explanation.ts";

export const checkFailed: OtherFault = {
  meaning:
    "A node booted, but the machine is not what the profile says, or nobody could log in to look. Each check that failed is named, with what was wanted and what was found.",
  why: "Something between the card and the system lost a setting; on a real Pi it would be lost, too.",
  remedy:
    "Read the lines above the message. With keys of your own, `--ssh-key FILE` names the private one; `--ssh` opens a session on the machine.",
};
