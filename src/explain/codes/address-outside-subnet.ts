import type { ProfileFault } from "../explanation.ts";

export const addressOutsideSubnet: ProfileFault = {
  meaning: "The address of a node is not in `network.subnet`.",
  why: "The node would configure it with the prefix of that subnet, and then neither reach its gateway nor the other nodes: Linux refuses a default route through a router that is not on the link. A static address of a Pi without a screen can only be mended by flashing the card anew.",
  wrong: `nodes:
  - {name: dcn1, role: control-plane, board: pi-4b, memory: 4GiB, address: 10.1.40.22}
  - {name: dcn2, role: worker, board: pi-4b, memory: 4GiB, address: 10.1.4.23}
`,
  right: `nodes:
  - {name: dcn1, role: control-plane, board: pi-4b, memory: 4GiB, address: 10.1.40.22}
  - {name: dcn2, role: worker, board: pi-4b, memory: 4GiB, address: 10.1.40.23}
`,
};
