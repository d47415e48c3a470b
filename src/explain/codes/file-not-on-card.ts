import type { ProfileFault } from "../explanation.ts";

export const fileNotOnCard: ProfileFault = {
  meaning:
    "A setting of K3s names a file that nothing puts onto the node. edgegen writes no files of your own there; what the image or K3s itself brings is known.",
  why: "The hardening guide of K3s wants an audit policy and an admission configuration to be written by hand first. Without them the API server ends at its start, again and again, until somebody has put them there.",
  wrong: `k3s:
  config:
    kube-apiserver-arg: [audit-policy-file=/var/lib/rancher/k3s/server/audit.yaml]
`,
  right: `k3s:
  config:
    kube-apiserver-arg: [service-account-extend-token-expiration=false]
`,
};
