import type { ProfileFault } from "../explanation.ts";

export const genericWithoutInterface: ProfileFault = {
  meaning: "A node with the image `generic` has neither `interface` nor `mac`.",
  why: "On a Pi the wired interface is `eth0`. On a PC its name depends on the slot of its card, `enp3s0` here and `eno1` there, so an address for `eth0` would be given to nobody and the computer would be unreachable. `ip link` shows both on the machine, and the MAC is often printed on it.",
  wrong: `nodes:
  - {name: dcn1, role: control-plane, board: pi-4b, memory: 4GiB, address: 10.1.40.22}
  - name: dcn2
    role: worker
    board: generic-amd64
    memory: 16GiB
    address: 10.1.40.23
    os: {image: generic}
`,
  right: `nodes:
  - {name: dcn1, role: control-plane, board: pi-4b, memory: 4GiB, address: 10.1.40.22}
  - name: dcn2
    role: worker
    board: generic-amd64
    memory: 16GiB
    address: 10.1.40.23
    mac: "a8:a1:59:01:02:03"
    os: {image: generic}
`,
};
