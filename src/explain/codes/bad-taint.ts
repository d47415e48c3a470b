import type { ProfileFault } from "../explanation.ts";

export const badTaint: ProfileFault = {
  meaning:
    "A taint is not one that Kubernetes takes: `key=value:Effect` or `key:Effect` with the effect `NoSchedule`, `PreferNoSchedule` or `NoExecute`; or a node has two with the same key and effect.",
  why: "A kubelet does not start with a taint that it cannot read, so the node never joins. Taints are set when a node registers for the first time: one that was forgotten must be set by `kubectl taint` later.",
  wrong: `nodes:
  - {name: dcn1, role: control-plane, board: pi-4b, memory: 4GiB, address: 10.1.40.22}
  - {name: dcn2, role: worker, board: pi-4b, memory: 4GiB, address: 10.1.40.23, taints: ["camera=true:noschedule"]}
`,
  right: `nodes:
  - {name: dcn1, role: control-plane, board: pi-4b, memory: 4GiB, address: 10.1.40.22}
  - {name: dcn2, role: worker, board: pi-4b, memory: 4GiB, address: 10.1.40.23, taints: ["camera=true:NoSchedule"]}
`,
};
