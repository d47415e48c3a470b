import type { ProfileFault } from "../explanation.ts";

export const includeLoop: ProfileFault = {
  meaning:
    "A file includes itself, directly or through other files. The message stands at the `include` that closes the circle.",
  why: "What is included counts less than what includes it. In a circle each file would count less than itself, so nobody could say whose gateway or whose user is on the cards.",
  wrong: `include: [example.yaml] # this very file
`,
  right: `include: [site.yaml]
`,
  files: {
    "site.yaml": `os: {timezone: Asia/Kolkata}
`,
  },
};
