import type { ProfileFault } from "../explanation.ts";

export const rancherUrlElsewhere: ProfileFault = {
  meaning:
    "`rancher.server_url` is an address that the Rancher node does not have, or a port on which Rancher does not listen.",
  why: "It is the address at which browsers and the cluster's agents look for Rancher, and its certificate is made for it. A URL that was left from another profile leads to a machine that knows nothing of Rancher, and the cluster is never imported. Something that passes on what it is asked may have that address: then allow the warning.",
  wrong: `rancher: {server_url: https://10.1.40.99}
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
