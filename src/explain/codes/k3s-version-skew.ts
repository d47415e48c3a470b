import type { ProfileFault } from "../explanation.ts";

export const k3sVersionSkew: ProfileFault = {
  meaning: "The K3s of a worker is newer than that of the control plane, or more than three minor versions older.",
  why: "Kubernetes' API server understands kubelets up to three minor versions older, never newer ones. A newer one may use what the server does not have: the node is NotReady, or its pods do not start.",
  wrong: `nodes:
  - {name: dcn1, role: control-plane, board: pi-4b, memory: 4GiB, address: 10.1.40.22}
  - {name: dcn2, role: worker, board: pi-4b, memory: 4GiB, address: 10.1.40.23, k3s: {version: v1.35.5+k3s1}}
`,
  right: `k3s: {version: v1.35.5+k3s1}
nodes:
  - {name: dcn1, role: control-plane, board: pi-4b, memory: 4GiB, address: 10.1.40.22}
  - {name: dcn2, role: worker, board: pi-4b, memory: 4GiB, address: 10.1.40.23, k3s: {version: v1.34.8+k3s1}}
`,
};
