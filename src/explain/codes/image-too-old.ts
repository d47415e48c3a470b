import type { ProfileFault } from "../explanation.ts";

export const imageTooOld: ProfileFault = {
  meaning:
    "The operating system exists, but an image of it cannot become a node: it is older than the oldest that can, or no longer gets updates. The nearest one that works is offered.",
  why: "Which piece is missing differs. Raspberry Pi OS before trixie has no cloud-init, so a card would boot as if edgegen had written nothing. Ubuntu 22.04's kernel for the Pi lacks vxlan, so the cluster comes up and pods on two nodes cannot talk to each other. Ubuntu 20.04 starts with version 1 of control groups.",
  wrong: `os: {image: raspios-bookworm}
`,
  right: `os: {image: raspios-trixie}
`,
};
