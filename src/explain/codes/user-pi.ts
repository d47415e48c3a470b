import type { ProfileFault } from "../explanation.ts";

export const userPi: ProfileFault = {
  meaning: "`access.user` is `pi`, and a node has Raspberry Pi OS.",
  why: "That image brings an account `pi` along, without a way in. cloud-init finds it there, creates nothing, and the first-boot wizard, which waits for a new account, stays on the screen for ever; the node cannot be logged in to.",
  wrong: `os: {image: raspios-trixie}
access: {user: pi}
`,
  right: `os: {image: raspios-trixie}
access: {user: edge}
`,
};
