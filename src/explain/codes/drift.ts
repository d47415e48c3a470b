import type { OtherFault } from "../explanation.ts";

export const drift: OtherFault = {
  meaning:
    "`build --check` found that `out/` is not up to date: compared with what profile, bundle and this edgegen give, a node is new or its card is out of date, a file is missing, differs, has another mode, or should not be there, or the bundle lacks what a new node needs.",
  why: "The profile was changed and not built, or somebody changed a card's files by hand. Of each card there is one message, so that a long list means many cards. A card that is flashed from the folder now would not be the one that the profile describes.",
  remedy:
    "`edgegen build --profile NAME` puts it right, `edgegen diff --profile NAME` shows beforehand what would change. The build says which cards are new; those have to be applied again. What you changed by hand belongs into the profile.",
};
