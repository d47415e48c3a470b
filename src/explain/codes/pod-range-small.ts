import type { ProfileFault } from "../explanation.ts";

export const podRangeSmall: ProfileFault = {
  meaning:
    "There are more nodes than parts in the range from which pods get their addresses. Each node takes a /24 of it; the usual 10.42.0.0/16 has 256.",
  why: "K3s gives each node its part when it joins. The 257th joins, gets none, stays `NotReady` and runs nothing. The range can only be changed before the first start.",
  wrong: `k3s: {config: {cluster-cidr: 10.52.0.0/23}}
nodes:
  - {name: dcn1, role: control-plane, board: pi-4b, memory: 4GiB, address: 10.1.40.22}
  - {name: "w{1..9}", role: worker, board: pi-4b, memory: 4GiB, address: 10.1.40.30+}
`,
  right: `k3s: {config: {cluster-cidr: 10.52.0.0/16}}
nodes:
  - {name: dcn1, role: control-plane, board: pi-4b, memory: 4GiB, address: 10.1.40.22}
  - {name: "w{1..9}", role: worker, board: pi-4b, memory: 4GiB, address: 10.1.40.30+}
`,
};
