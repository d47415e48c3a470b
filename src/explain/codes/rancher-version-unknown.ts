import type { ProfileFault } from "../explanation.ts";

export const rancherVersionUnknown: ProfileFault = {
  meaning: "This edgegen does not know the version of Rancher that the profile names, nor which K3s it manages.",
  why: "Some features have to be switched by version: a list that has one unknown name is ignored by Rancher as a whole. With a version from before or after what edgegen knows, the import may work or not; if you have tried it: `--allow rancher-version-unknown`.",
  wrong: `rancher: {version: v2.11.4}
nodes:
  - {name: dcn0, role: rancher, board: pi-4b, memory: 8GiB, address: 10.1.40.21}
  - {name: dcn1, role: control-plane, board: pi-4b, memory: 4GiB, address: 10.1.40.22}
`,
  right: `rancher: {version: v2.13.8}
nodes:
  - {name: dcn0, role: rancher, board: pi-4b, memory: 8GiB, address: 10.1.40.21}
  - {name: dcn1, role: control-plane, board: pi-4b, memory: 4GiB, address: 10.1.40.22}
`,
};
