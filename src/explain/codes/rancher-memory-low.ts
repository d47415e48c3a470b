import type { ProfileFault } from "../explanation.ts";

export const rancherMemoryLow: ProfileFault = {
  meaning: "The Rancher node has at least 4GiB, but less than the 8GiB that it should have.",
  why: "Idle, Rancher takes about 3 GiB. In 4GiB it runs, but swaps as soon as somebody opens a page, and its embedded etcd, which waits for the card at every write, falls behind. If slow is good enough for you: `--allow rancher-memory-low`.",
  wrong: `nodes:
  - {name: dcn0, role: rancher, board: pi-4b, memory: 4GiB, address: 10.1.40.21}
  - {name: dcn1, role: control-plane, board: pi-4b, memory: 4GiB, address: 10.1.40.22}
`,
  right: `nodes:
  - {name: dcn0, role: rancher, board: pi-5, memory: 8GiB, address: 10.1.40.21}
  - {name: dcn1, role: control-plane, board: pi-4b, memory: 4GiB, address: 10.1.40.22}
`,
};
