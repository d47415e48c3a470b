import type { ProfileFault } from "../explanation.ts";

export const nameLikeSecret: ProfileFault = {
  meaning:
    "The name of a node or of the cluster is a name by its form, but looks like a key or a token: 32 or more digits of a hexadecimal number, or many characters of all kinds. Or the name behind `{secret: NAME}` looks like the secret itself. The text itself is not shown.",
  why: "Should it be a key, then it would be in the profile, on every prompt, in every log and in certificates. Should it be a serial number, the warning may be allowed; a short name is easier to find on a shelf.",
  wrong: `nodes:
  - {name: 9b1deb4d3b7d4bad9bdd2b0d7b3dcb6d, role: control-plane, board: pi-4b, memory: 4GiB, address: 10.1.40.22}
`,
  right: `nodes:
  - {name: dcn1, role: control-plane, board: pi-4b, memory: 4GiB, address: 10.1.40.22}
`,
};
