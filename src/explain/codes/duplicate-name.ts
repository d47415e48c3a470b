import type { ProfileFault } from "../explanation.ts";

export const duplicateName: ProfileFault = {
  meaning: "Two nodes have the same name. A range may be one of the two: `dcn{1..3}` has a `dcn2` in it.",
  why: 'The name is the Kubernetes node. The second Pi to ask is refused for ever with "Node password rejected, duplicate hostname", and its card would stand in the same folder of `out/` as that of the first.',
  wrong: `nodes:
  - {name: dcn1, role: control-plane, board: pi-4b, memory: 4GiB, address: 10.1.40.22}
  - {name: "dcn{1..3}", role: worker, board: pi-4b, memory: 4GiB, address: "10.1.40.{23..25}"}
`,
  right: `nodes:
  - {name: dcn1, role: control-plane, board: pi-4b, memory: 4GiB, address: 10.1.40.22}
  - {name: "dcn{2..4}", role: worker, board: pi-4b, memory: 4GiB, address: "10.1.40.{23..25}"}
`,
};
