import type { ProfileFault } from "../explanation.ts";

export const clusterOfAnother: ProfileFault = {
  meaning:
    "`cluster` names another profile in the same folder. Most likely this one began as a copy of it, and kept the line. Or a cluster that was built already has got another name: to edgegen that is a new cluster.",
  why: "The name of the cluster is that of its folder in `out/` and of its trust bundle. A build of this profile would put its cards in place of the other's, and its nodes would share the other cluster's tokens and certificates.",
  wrong: `cluster: lab
`,
  right: `cluster: barn
`,
  files: {
    "lab.yaml":
      "version: 1\nnetwork: {subnet: 10.1.50.0/24, gateway: 10.1.50.1}\nnodes:\n  - {name: lab1, role: control-plane, board: pi-4b, memory: 4GiB, address: 10.1.50.22}\n",
  },
};
