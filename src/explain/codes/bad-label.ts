import type { ProfileFault } from "../explanation.ts";

export const badLabel: ProfileFault = {
  meaning:
    "A label is not one that Kubernetes takes: key and value are up to 63 letters, digits, `-`, `_` and `.`, the key perhaps behind a domain and a slash. Or its domain is `kubernetes.io` or `k8s.io`, which a node may not give itself.",
  why: "A kubelet that is told to set `node-role.kubernetes.io/worker` stops with \"unknown 'kubernetes.io' or 'k8s.io' labels specified\", again and again, and the node never joins. You may set such a label afterwards, as an administrator: `kubectl label node dcn2 node-role.kubernetes.io/worker=true`.",
  wrong: `nodes:
  - {name: dcn1, role: control-plane, board: pi-4b, memory: 4GiB, address: 10.1.40.22}
  - name: dcn2
    role: worker
    board: pi-4b
    memory: 4GiB
    address: 10.1.40.23
    labels: {node-role.kubernetes.io/worker: "true"}
`,
  right: `nodes:
  - {name: dcn1, role: control-plane, board: pi-4b, memory: 4GiB, address: 10.1.40.22}
  - name: dcn2
    role: worker
    board: pi-4b
    memory: 4GiB
    address: 10.1.40.23
    labels: {example.org/worker: "true"}
`,
};
