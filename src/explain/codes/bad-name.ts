import type { ProfileFault } from "../explanation.ts";

export const badName: ProfileFault = {
  meaning:
    "The name of a node or of the cluster is not a DNS label: 1 to 63 lower-case letters, digits and hyphens, with a letter or a digit at both ends. Names that mean something else where they end up are refused as well: numbers, `localhost`, `kubeconfig`. A cluster without `cluster:` is called after its file.",
  why: "The name becomes the host name, the Kubernetes node, a folder in `out/` and a name in certificates. The kubelet cannot register `DCN_2` with the API server: the card boots, answers ping, and never becomes a node.",
  wrong: `nodes:
  - {name: dcn1, role: control-plane, board: pi-4b, memory: 4GiB, address: 10.1.40.22}
  - {name: DCN_2, role: worker, board: pi-4b, memory: 4GiB, address: 10.1.40.23}
`,
  right: `nodes:
  - {name: dcn1, role: control-plane, board: pi-4b, memory: 4GiB, address: 10.1.40.22}
  - {name: dcn-2, role: worker, board: pi-4b, memory: 4GiB, address: 10.1.40.23}
`,
};
