import type { OtherFault } from "../explanation.ts";

export const foreignFolder: OtherFault = {
  meaning:
    "The output folder, or something in it, is not edgegen's: a build would have to delete what it did not write, or `manifest.json` is lost or damaged, so that nobody can tell.",
  why: "edgegen deletes only what it wrote. What lies in a card's folder would also be copied to that card.",
  remedy:
    "Move what is yours away: directly in `out/<cluster>/` it may stay, in a node's folder it may not. If the manifest is gone, move the whole folder away and build again: profile and bundle give the same cards.",
};
