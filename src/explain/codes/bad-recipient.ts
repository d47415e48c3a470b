import type { OtherFault } from "../explanation.ts";

export const badRecipient: OtherFault = {
  meaning: "A bundle was to be sealed for somebody who is not an age recipient, or for nobody.",
  why: "age would encrypt for nobody without a word, and the bundle would be lost for good.",
  remedy:
    "`age-keygen -o key.txt` makes an identity and shows its recipient, which begins with `age1`. Then `edgegen secrets encrypt --profile NAME --recipient age1...`, once for each person, or `--identity key.txt` for yourself. A secret key (`AGE-SECRET-KEY-1...`) is no recipient: keep it to yourself.",
};
