import type { OtherFault } from "../explanation.ts";

export const bundleReadableByOthers: OtherFault = {
  meaning: "The trust bundle, or the age identity that opens it, can be read by other users of this machine.",
  why: "Whoever reads it owns the cluster: with its authorities one makes certificates that every node believes.",
  remedy:
    "`chmod 600 FILE`. If others really have had access, make the secrets anew by `edgegen secrets rotate`, or the cluster.",
};
