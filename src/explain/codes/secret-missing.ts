import type { OtherFault } from "../explanation.ts";

export const secretMissing: OtherFault = {
  meaning: "The profile says `{secret: NAME}`, and the trust bundle has no secret of that name.",
  why: "The value reaches only the cards that use it, so it must be there when they are made. A node without its Wi-Fi or registry password would come up offline, or never pull an image.",
  remedy:
    "`edgegen secrets set NAME --profile PROFILE` asks for it unseen, or reads it from a pipe: it stands in no shell history. `edgegen secrets show --profile PROFILE` lists the names that there are, never a value.",
};
