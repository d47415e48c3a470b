import type { ProfileFault } from "../explanation.ts";

export const memoryNotSold: ProfileFault = {
  meaning:
    'The board was never made with that much memory: a Pi 3B+ has 1GiB, a Pi 4 and a CM4 have 1, 2, 4 or 8, a Pi 5 also 16. Write `4GiB` as the box says "4GB".',
  why: "From the memory follow the kubelet's reserves, the size of the compressed swap, and whether Rancher fits at all. A slip of the pen would have pods killed on a node that is full while Kubernetes believes it to be half empty.",
  wrong: `nodes:
  - {name: dcn1, role: control-plane, board: pi-4b, memory: 4GiB, address: 10.1.40.22}
  - {name: dcn2, role: worker, board: pi-3b-plus, memory: 2GiB, address: 10.1.40.23}
`,
  right: `nodes:
  - {name: dcn1, role: control-plane, board: pi-4b, memory: 4GiB, address: 10.1.40.22}
  - {name: dcn2, role: worker, board: pi-3b-plus, memory: 1GiB, address: 10.1.40.23}
`,
};
