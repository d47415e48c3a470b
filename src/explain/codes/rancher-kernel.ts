import type { ProfileFault } from "../explanation.ts";

export const rancherKernel: ProfileFault = {
  meaning:
    "Rancher may not run on the kernel of its node's image: up to v2.14 it needs legacy iptables, and Raspberry Pi OS and Ubuntu 26.04 are at 6.17 or later, where they are no longer built.",
  why: "The Kubernetes inside of Rancher's container cannot set up its network without them and stops; Docker starts it again, for ever. The other nodes are not concerned: K3s works with nftables, too.",
  wrong: `os: {image: raspios-trixie}
nodes:
  - {name: dcn0, role: rancher, board: pi-4b, memory: 8GiB, address: 10.1.40.21}
  - {name: dcn1, role: control-plane, board: pi-4b, memory: 4GiB, address: 10.1.40.22}
`,
  right: `os: {image: raspios-trixie}
nodes:
  - {name: dcn0, role: rancher, board: pi-4b, memory: 8GiB, address: 10.1.40.21, os: {image: ubuntu-24.04}}
  - {name: dcn1, role: control-plane, board: pi-4b, memory: 4GiB, address: 10.1.40.22}
`,
};
