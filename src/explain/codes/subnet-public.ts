import type { ProfileFault } from "../explanation.ts";

export const subnetPublic: ProfileFault = {
  meaning: "`network.subnet` is no private network: its addresses belong to somebody on the internet.",
  why: "Most often it is a slip: 192.186 for 192.168. The nodes would not be in the network that their router has, and could not reach the real owner of the addresses. Whoever does have public addresses may allow the warning.",
  wrong: `network: {subnet: 192.186.1.0/24, gateway: 192.186.1.1}
nodes:
  - {name: dcn1, role: control-plane, board: pi-4b, memory: 4GiB, address: 192.186.1.22}
`,
  right: `network: {subnet: 192.168.1.0/24, gateway: 192.168.1.1}
nodes:
  - {name: dcn1, role: control-plane, board: pi-4b, memory: 4GiB, address: 192.168.1.22}
`,
};
