import type { ProfileFault } from "../explanation.ts";

export const rangePastSubnet: ProfileFault = {
  meaning:
    "The addresses of a range begin in the network and run over its end. The message names the first node that would be out, and how many fit.",
  why: "A range counts on where the network ends: `10.1.40.255` is the broadcast address, `10.1.41.0` is in a network that the node does not know. Those nodes come up and can talk to nobody, each with a card that looks right.",
  wrong: `nodes:
  - {name: dcn1, role: control-plane, board: pi-4b, memory: 4GiB, address: 10.1.40.22}
  - {name: "w{1..90}", role: worker, board: pi-4b, memory: 4GiB, address: 10.1.40.200+}
`,
  right: `nodes:
  - {name: dcn1, role: control-plane, board: pi-4b, memory: 4GiB, address: 10.1.40.22}
  - {name: "w{1..90}", role: worker, board: pi-4b, memory: 4GiB, address: 10.1.40.100+}
`,
};
