import type { ProfileFault } from "../explanation.ts";

export const noEffect: ProfileFault = {
  meaning:
    "Something is written that nobody reads: `labels`, `taints` or `k3s` settings at the Rancher node, `firewall_open` where there is no firewall, an `embedded-registry` without the registries that it is for, settings of something in `edge_pulse` that is switched off, or `ntp` that names nodes of this very cluster only. The Rancher node runs Rancher in Docker and is no node of the K3s cluster; what `defaults` say is not meant for it.",
  why: 'Whoever writes it expects something of it. A pod for the label on the Rancher node waits in `Pending` with "0/1 nodes are available", and the reason is hard to see.',
  wrong: `nodes:
  - {name: dcn0, role: rancher, board: pi-4b, memory: 8GiB, address: 10.1.40.21, labels: {disk: ssd}}
  - {name: dcn1, role: control-plane, board: pi-4b, memory: 4GiB, address: 10.1.40.22}
`,
  right: `nodes:
  - {name: dcn0, role: rancher, board: pi-4b, memory: 8GiB, address: 10.1.40.21}
  - {name: dcn1, role: control-plane, board: pi-4b, memory: 4GiB, address: 10.1.40.22, labels: {disk: ssd}}
`,
};
