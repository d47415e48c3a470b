import type { ProfileFault } from "../explanation.ts";

export const duplicateMac: ProfileFault = {
  meaning: "Two nodes have the same MAC address, in whatever spelling.",
  why: "No two network cards have the same one, so a line was copied and not changed. On a computer whose interface is found by its MAC, the node with the wrong one finds no interface, and comes up without a network.",
  wrong: `nodes:
  - {name: dcn1, role: control-plane, board: pi-4b, memory: 4GiB, address: 10.1.40.22, mac: "dc:a6:32:01:02:03"}
  - {name: dcn2, role: worker, board: pi-4b, memory: 4GiB, address: 10.1.40.23, mac: DC-A6-32-01-02-03}
`,
  right: `nodes:
  - {name: dcn1, role: control-plane, board: pi-4b, memory: 4GiB, address: 10.1.40.22, mac: "dc:a6:32:01:02:03"}
  - {name: dcn2, role: worker, board: pi-4b, memory: 4GiB, address: 10.1.40.23, mac: "dc:a6:32:01:02:04"}
`,
};
