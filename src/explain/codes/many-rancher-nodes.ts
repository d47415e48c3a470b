import type { ProfileFault } from "../explanation.ts";

export const manyRancherNodes: ProfileFault = {
  meaning: "More than one node has the role `rancher`.",
  why: "A cluster is imported into one Rancher: two would each put an agent of the same name into it, and each would replace that of the other. Rancher is not part of the cluster, so the workloads go on without it while its card is being replaced.",
  wrong: `nodes:
  - {name: "dcn{8..9}", role: rancher, board: pi-4b, memory: 8GiB, address: "10.1.40.{30..31}"}
  - {name: dcn1, role: control-plane, board: pi-4b, memory: 4GiB, address: 10.1.40.22}
`,
  right: `nodes:
  - {name: dcn0, role: rancher, board: pi-4b, memory: 8GiB, address: 10.1.40.21}
  - {name: dcn1, role: control-plane, board: pi-4b, memory: 4GiB, address: 10.1.40.22}
`,
};
