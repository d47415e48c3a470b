import type { ProfileFault } from "../explanation.ts";

export const stockName: ProfileFault = {
  meaning:
    "A node is called as every card is called before somebody gives it a name: `raspberrypi`, `ubuntu`, `debian`.",
  why: "The next new Pi on the same network has that name too. The router then answers with the address of either, and `ssh raspberrypi` leads to one today and to the other tomorrow.",
  wrong: `nodes:
  - {name: raspberrypi, role: control-plane, board: pi-4b, memory: 4GiB, address: 10.1.40.22}
`,
  right: `nodes:
  - {name: dcn1, role: control-plane, board: pi-4b, memory: 4GiB, address: 10.1.40.22}
`,
};
