import type { ProfileFault } from "../explanation.ts";

export const manyControlPlanes: ProfileFault = {
  meaning: "More than one node has the role `control-plane`. edgegen makes clusters with exactly one, by choice.",
  why: "Two are worse than one: embedded etcd needs a majority, so the loss of either stops both. Three would do, but K3s's documentation warns that etcd's writes are more than SD cards bear. Workers keep running while the only control plane is down, and its card can be made again in minutes.",
  wrong: `nodes:
  - {name: dcn1, role: control-plane, board: pi-4b, memory: 4GiB, address: 10.1.40.22}
  - {name: dcn2, role: control-plane, board: pi-4b, memory: 4GiB, address: 10.1.40.23}
`,
  right: `nodes:
  - {name: dcn1, role: control-plane, board: pi-4b, memory: 4GiB, address: 10.1.40.22}
  - {name: dcn2, role: worker, board: pi-4b, memory: 4GiB, address: 10.1.40.23}
`,
};
