import type { ProfileFault } from "../explanation.ts";

export const duplicateKey: ProfileFault = {
  meaning: "The same key stands twice in one map. The message points at the second, the note at the first.",
  why: "Many readers of YAML keep quiet and take the last one. Somebody who mends the address at the top of a file would then flash cards with the one at its bottom.",
  wrong: `network:
  subnet: 10.1.40.0/24
  gateway: 10.1.40.1
  nameservers: [10.1.40.1]
  gateway: 10.1.40.254
`,
  right: `network:
  subnet: 10.1.40.0/24
  gateway: 10.1.40.254
  nameservers: [10.1.40.1]
`,
};
