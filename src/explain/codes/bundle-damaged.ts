import type { OtherFault } from "../explanation.ts";

export const bundleDamaged: OtherFault = {
  meaning:
    "The trust bundle is not whole: its text and its checksum differ, its end or its beginning is missing, or something in it has another form. It is also this when both a plain and a sealed bundle are there, since only one of them can be right.",
  why: "All cards that are out there trust this bundle only: it holds the authorities, tokens and passwords of the cluster. edgegen never overwrites it and never goes on with half of one, because a card made from that would be a stranger to its own cluster.",
  remedy:
    "Restore it from a backup. An editor that changed one character in it is enough; `git diff` or a file comparison with the backup shows what. Where there is no backup, the cluster can only be made anew, with new cards for all nodes: move `out/<cluster>` and the bundle away, and build.",
};
