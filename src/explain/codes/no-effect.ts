import type { ProfileFault } from "../explanation.ts";

export const noEffect: ProfileFault = {
  meaning:
    "The Rancher node has `labels`, `taints` or `k3s` settings of its own or from `roles.rancher`. That node runs Rancher in Docker; it is no node of the K3s cluster, so there is nothing that they could apply to. What `defaults` say is not meant here.",
  why: 'Whoever labels a node wants to schedule something on it. Here that would wait in `Pending` with "0/1 nodes are available", and the reason would be hard to see.',
  wrong: `nodes:
  - {name: dcn0, role: rancher, board: pi-4b, memory: 8GiB, address: 10.1.40.21, labels: {disk: ssd}}
  - {name: dcn1, role: control-plane, board: pi-4b, memory: 4GiB, address: 10.1.40.22}
`,
  right: `nodes:
  - {name: dcn0, role: rancher, board: pi-4b, memory: 8GiB, address: 10.1.40.21}
  - {name: dcn1, role: control-plane, board: pi-4b, memory: 4GiB, address: 10.1.40.22, labels: {disk: ssd}}
`,
};
