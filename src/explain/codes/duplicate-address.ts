import type { ProfileFault } from "../explanation.ts";

export const duplicateAddress: ProfileFault = {
  meaning: "Two nodes have the same address.",
  why: 'Both Pis answer to it, and which one a packet reaches changes with every entry in somebody\'s ARP table. What one sees is connections that hang, an SSH host key that "has changed", and workers that join and drop out again.',
  wrong: `nodes:
  - {name: dcn1, role: control-plane, board: pi-4b, memory: 4GiB, address: 10.1.40.22}
  - {name: dcn2, role: worker, board: pi-4b, memory: 4GiB, address: 10.1.40.22}
`,
  right: `nodes:
  - {name: dcn1, role: control-plane, board: pi-4b, memory: 4GiB, address: 10.1.40.22}
  - {name: dcn2, role: worker, board: pi-4b, memory: 4GiB, address: 10.1.40.23}
`,
};
