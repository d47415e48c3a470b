import type { ProfileFault } from "../explanation.ts";

export const noControlPlane: ProfileFault = {
  meaning: "No node has the role `control-plane`.",
  why: "A K3s cluster begins with its control plane: workers ask it for their certificates, every two seconds, for ever. There would be no API for kubectl, and nothing that Rancher could manage.",
  wrong: `nodes:
  - {name: dcn1, role: worker, board: pi-4b, memory: 4GiB, address: 10.1.40.22}
  - {name: dcn2, role: worker, board: pi-4b, memory: 4GiB, address: 10.1.40.23}
`,
  right: `nodes:
  - {name: dcn1, role: control-plane, board: pi-4b, memory: 4GiB, address: 10.1.40.22}
  - {name: dcn2, role: worker, board: pi-4b, memory: 4GiB, address: 10.1.40.23}
`,
};
