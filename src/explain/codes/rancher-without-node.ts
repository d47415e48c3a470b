import type { ProfileFault } from "../explanation.ts";

export const rancherWithoutNode: ProfileFault = {
  meaning:
    "The profile has a `rancher` section, but no node has that role. The reverse is fine: a node without the section takes the defaults.",
  why: "No card would have Rancher on it, and the cluster would wait for nobody. Either the node was forgotten, or the section is left over from a copied profile.",
  wrong: `rancher: {version: v2.13.8}
`,
  right: `rancher: {version: v2.13.8}
nodes:
  - {name: dcn0, role: rancher, board: pi-4b, memory: 8GiB, address: 10.1.40.21}
  - {name: dcn1, role: control-plane, board: pi-4b, memory: 4GiB, address: 10.1.40.22}
`,
};
