import type { ProfileFault } from "../explanation.ts";

export const rancherMemory: ProfileFault = {
  meaning: "The Rancher node has less than 4GiB, the smallest size that Rancher's documentation knows.",
  why: "Rancher brings a Kubernetes of its own and takes 2.6 to 3 GiB while nobody works with it. In 2GiB the kernel kills it for want of memory, Docker starts it again, and so on; the page in the browser never comes.",
  wrong: `nodes:
  - {name: dcn0, role: rancher, board: pi-4b, memory: 2GiB, address: 10.1.40.21}
  - {name: dcn1, role: control-plane, board: pi-4b, memory: 4GiB, address: 10.1.40.22}
`,
  right: `nodes:
  - {name: dcn0, role: rancher, board: pi-4b, memory: 8GiB, address: 10.1.40.21}
  - {name: dcn1, role: control-plane, board: pi-4b, memory: 4GiB, address: 10.1.40.22}
`,
};
