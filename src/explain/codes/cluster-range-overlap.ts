import type { ProfileFault } from "../explanation.ts";

export const clusterRangeOverlap: ProfileFault = {
  meaning:
    "Something on your network has an address that K3s uses inside the cluster: 10.42.0.0/16 for pods and 10.43.0.0/16 for services, unless `k3s.config` says otherwise. That may be a node, the gateway, a name or time server, Rancher, or the whole network. The two ranges must not overlap either.",
  why: "On every node the route to such an address leads into the cluster. The node would lose its gateway the moment K3s starts, or pods would talk to a service where they mean a machine; and both ranges can only be changed before the first start.",
  wrong: `network: {subnet: 10.42.0.0/24, gateway: 10.42.0.1}
nodes:
  - {name: dcn1, role: control-plane, board: pi-4b, memory: 4GiB, address: 10.42.0.22}
  - {name: dcn2, role: worker, board: pi-4b, memory: 4GiB, address: 10.42.0.23}
`,
  right: `network: {subnet: 10.42.0.0/24, gateway: 10.42.0.1}
k3s: {config: {cluster-cidr: 10.52.0.0/16}}
nodes:
  - {name: dcn1, role: control-plane, board: pi-4b, memory: 4GiB, address: 10.42.0.22}
  - {name: dcn2, role: worker, board: pi-4b, memory: 4GiB, address: 10.42.0.23}
`,
};
