import type { ProfileFault } from "../explanation.ts";

export const addressReserved: ProfileFault = {
  meaning:
    "The address belongs to no host: it is the first of the network (the network itself), the last one (broadcast), or that of the gateway. The gateway may not be one of the first two either.",
  why: "A node with the gateway's address takes the whole network off the internet, other machines included. What is sent to the broadcast address reaches everybody, so nothing can connect to it.",
  wrong: `nodes:
  - {name: dcn1, role: control-plane, board: pi-4b, memory: 4GiB, address: 10.1.40.1}
  - {name: dcn2, role: worker, board: pi-4b, memory: 4GiB, address: 10.1.40.2}
`,
  right: `nodes:
  - {name: dcn1, role: control-plane, board: pi-4b, memory: 4GiB, address: 10.1.40.2}
  - {name: dcn2, role: worker, board: pi-4b, memory: 4GiB, address: 10.1.40.3}
`,
};
