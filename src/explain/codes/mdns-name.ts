import type { ProfileFault } from "../explanation.ts";

export const mdnsName: ProfileFault = {
  meaning: "Rancher's URL has a name under `.local`.",
  why: "Such names are asked by multicast (mDNS). Rancher's agents are pods: they ask the cluster's DNS, which forwards to a DNS server, and that one does not answer for `.local`. The cluster would never show up in Rancher.",
  wrong: `rancher: {server_url: https://dcn0.local}
nodes:
  - {name: dcn0, role: rancher, board: pi-4b, memory: 8GiB, address: 10.1.40.21}
  - {name: dcn1, role: control-plane, board: pi-4b, memory: 4GiB, address: 10.1.40.22}
`,
  right: `rancher: {server_url: https://10.1.40.21}
nodes:
  - {name: dcn0, role: rancher, board: pi-4b, memory: 8GiB, address: 10.1.40.21}
  - {name: dcn1, role: control-plane, board: pi-4b, memory: 4GiB, address: 10.1.40.22}
`,
};
