import type { ProfileFault } from "../explanation.ts";

export const wrongType: ProfileFault = {
  meaning:
    "A value is of another type than its key takes: a number, `true`, a list or a map where text belongs, or the reverse. In YAML what looks like a number is one, unless it is in quotes; `yes` and `no` are text in YAML 1.2.",
  why: "Quotes decide what arrives. A label `1.10` without them would be the number 1.1, and a mode `0600` was 384 in older YAML; so edgegen turns neither into the other by itself.",
  wrong: `nodes:
  - {name: dcn1, role: control-plane, board: pi-4b, memory: 4GiB, address: 10.1.40.22}
  - {name: dcn2, role: worker, board: pi-4b, memory: 4GiB, address: 10.1.40.23, labels: {rack: 3}}
`,
  right: `nodes:
  - {name: dcn1, role: control-plane, board: pi-4b, memory: 4GiB, address: 10.1.40.22}
  - {name: dcn2, role: worker, board: pi-4b, memory: 4GiB, address: 10.1.40.23, labels: {rack: "3"}}
`,
};
