import type { ProfileFault } from "../explanation.ts";

export const interfaceUnlikely: ProfileFault = {
  meaning:
    "A node is told to use a network interface that its image most likely does not have. A Pi's own are `eth0` and `wlan0` on the images that edgegen knows; a PC's are called by their place, `enp3s0` or `eno1`.",
  why: "A node gives its address to the interface of that name and to no other. When there is none it comes up, waits for it, and nobody can reach it.",
  wrong: `nodes:
  - {name: dcn1, role: control-plane, board: pi-4b, memory: 4GiB, address: 10.1.40.22}
  - {name: dcn2, role: worker, board: pi-4b, memory: 4GiB, address: 10.1.40.23, interface: end0}
`,
  right: `nodes:
  - {name: dcn1, role: control-plane, board: pi-4b, memory: 4GiB, address: 10.1.40.22}
  - {name: dcn2, role: worker, board: pi-4b, memory: 4GiB, address: 10.1.40.23, interface: eth0}
`,
};
