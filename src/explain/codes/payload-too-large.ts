import type { OtherFault } from "../explanation.ts";

export const payloadTooLarge: OtherFault = {
  meaning: "K3s itself does not fit the boot partition of this image, so that there can be no offline card.",
  why: "The boot partition also holds the kernels, and what the system needs beside them for its updates.",
  remedy: "Build without `--offline`: the node downloads K3s, from `k3s.download.mirror` if the site has a mirror.",
};
