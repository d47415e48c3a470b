import type { ProfileFault } from "../explanation.ts";

export const rancherK3sMismatch: ProfileFault = {
  meaning:
    "Rancher and K3s are of versions that do not go together. Each minor version of Rancher manages three of Kubernetes: v2.12 v1.31 to v1.33, v2.13 v1.32 to v1.34, v2.14 v1.33 to v1.35, v2.15 v1.34 to v1.36.",
  why: "Outside of them the import may hang, or its agents fail on an API that is gone or not there yet; nobody at Rancher tests it. Going back is the worst part: Kubernetes cannot be downgraded, the cluster would have to be made anew.",
  wrong: `k3s: {version: v1.35.5+k3s1}
rancher: {version: v2.13.8}
nodes:
  - {name: dcn0, role: rancher, board: pi-4b, memory: 8GiB, address: 10.1.40.21}
  - {name: dcn1, role: control-plane, board: pi-4b, memory: 4GiB, address: 10.1.40.22}
`,
  right: `k3s: {version: v1.34.8+k3s1}
rancher: {version: v2.13.8}
nodes:
  - {name: dcn0, role: rancher, board: pi-4b, memory: 8GiB, address: 10.1.40.21}
  - {name: dcn1, role: control-plane, board: pi-4b, memory: 4GiB, address: 10.1.40.22}
`,
};
