import type { OtherFault } from "../explanation.ts";

export const bundleNewer: OtherFault = {
  meaning: "The trust bundle was written by a later edgegen, in a form that this one does not know.",
  why: "It may hold keys of a kind that this version would lose on writing it back.",
  remedy: "Use the edgegen that wrote it, or a later one.",
};
