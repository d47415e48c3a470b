import type { ProfileFault } from "../explanation.ts";

export const includeMissing: ProfileFault = {
  meaning:
    "A file that `include` names is not there. The path counts from the file that it is written in, not from the folder in which edgegen was called; `~/` is your home.",
  why: "What stands in the included file (addresses, keys, a mirror of the site) would be missing from every card. Until it can be read, edgegen says nothing about keys that may stand in it.",
  wrong: `include: [sites/pune.yaml]
`,
  right: `include: [site/pune.yaml]
`,
  files: { "site/pune.yaml": "os: {timezone: Asia/Kolkata}\n" },
};
