import type { ProfileFault } from "../explanation.ts";

export const boardImageMismatch: ProfileFault = {
  meaning:
    "The image of a node does not boot on its board: those for Raspberry Pis (`raspios-trixie`, `ubuntu-24.04`, `ubuntu-26.04`) boot on Pis only, and `generic` is for other computers.",
  why: "A Pi's image has the firmware, kernel and device tree of a Pi and nothing that a PC could start, and a PC's image none of these. The machine would stay dark, or show its firmware's menu to a screen that is not there.",
  wrong: `nodes:
  - {name: dcn1, role: control-plane, board: pi-4b, memory: 4GiB, address: 10.1.40.22}
  - {name: dcn2, role: worker, board: generic-amd64, memory: 16GiB, address: 10.1.40.23}
`,
  right: `nodes:
  - {name: dcn1, role: control-plane, board: pi-4b, memory: 4GiB, address: 10.1.40.22}
  - name: dcn2
    role: worker
    board: generic-amd64
    memory: 16GiB
    address: 10.1.40.23
    interface: enp3s0
    os: {image: generic}
`,
};
