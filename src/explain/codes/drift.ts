import type { OtherFault } from "../explanation.ts";

export const drift: OtherFault = {
  meaning:
    "`build --check` found that `out/` is not up to date: compared with what profile, bundle and this edgegen give, a file is missing, differs, has another mode, or should not be there.",
  why: "Somebody changed a card's files by hand, or the profile was changed and not built. A card that is flashed from the folder now would not be the one that the profile describes.",
  remedy:
    "`edgegen build --profile NAME` puts it right, and says which cards are new; those have to be applied again. What you changed by hand belongs into the profile.",
};
