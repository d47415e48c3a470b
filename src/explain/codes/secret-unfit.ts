import type { OtherFault } from "../explanation.ts";

export const secretUnfit: OtherFault = {
  meaning:
    "A secret of yours in the trust bundle cannot be what the profile uses it for: a Wi-Fi password is 8 to 63 printable ASCII characters, or the 64 hexadecimal digits of the key itself.",
  why: "A radio with a password of another form never connects and tells nobody. The value is checked when it is stored, too; what is found here was stored before the profile used it.",
  remedy:
    "`edgegen secrets set wifi --profile NAME` asks for it and replaces it; from a file it comes by `< password.txt`. A line end behind it does no harm.",
};
