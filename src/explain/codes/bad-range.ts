import type { ProfileFault } from "../explanation.ts";

export const badRange: ProfileFault = {
  meaning:
    "A range such as `dcn{2..7}` cannot be written out, or the two sides of a node do not have the same length. A range is two numbers that count up, in braces, at most one in a text; with leading zeros both have the same number of digits. `10.0.1.1+` counts up as far as the names do, over the ends of octets.",
  why: "Names and addresses are paired in order. With one address too few, somebody would have to guess which Pi goes without, and all behind it would be shifted by one: `dcn5` would answer where you look for `dcn4`.",
  wrong: `nodes:
  - {name: dcn1, role: control-plane, board: pi-4b, memory: 4GiB, address: 10.1.40.22}
  - {name: "dcn{2..7}", role: worker, board: pi-4b, memory: 4GiB, address: "10.1.40.{23..27}"}
`,
  right: `nodes:
  - {name: dcn1, role: control-plane, board: pi-4b, memory: 4GiB, address: 10.1.40.22}
  - {name: "dcn{2..7}", role: worker, board: pi-4b, memory: 4GiB, address: "10.1.40.{23..28}"}
`,
  cases: [
    {
      title: "A range in another language",
      wrong: `nodes:
  - {name: dcn1, role: control-plane, board: pi-4b, memory: 4GiB, address: 10.1.40.22}
  - {name: "dcn[2-4]", role: worker, board: pi-4b, memory: 4GiB, address: 10.1.40.23+}
`,
      right: `nodes:
  - {name: dcn1, role: control-plane, board: pi-4b, memory: 4GiB, address: 10.1.40.22}
  - {name: "dcn{2..4}", role: worker, board: pi-4b, memory: 4GiB, address: 10.1.40.23+}
`,
    },
    {
      title: "One address for a range of names; with a plus it counts up",
      wrong: `nodes:
  - {name: dcn1, role: control-plane, board: pi-4b, memory: 4GiB, address: 10.1.40.22}
  - {name: "dcn{2..4}", role: worker, board: pi-4b, memory: 4GiB, address: 10.1.40.23}
`,
      right: `nodes:
  - {name: dcn1, role: control-plane, board: pi-4b, memory: 4GiB, address: 10.1.40.22}
  - {name: "dcn{2..4}", role: worker, board: pi-4b, memory: 4GiB, address: 10.1.40.23+}
`,
    },
    {
      title: "Leading zeros at one end only",
      wrong: `nodes:
  - {name: dcn1, role: control-plane, board: pi-4b, memory: 4GiB, address: 10.1.40.22}
  - {name: "dcn{02..4}", role: worker, board: pi-4b, memory: 4GiB, address: 10.1.40.23+}
`,
      right: `nodes:
  - {name: dcn1, role: control-plane, board: pi-4b, memory: 4GiB, address: 10.1.40.22}
  - {name: "dcn{02..04}", role: worker, board: pi-4b, memory: 4GiB, address: 10.1.40.23+}
`,
    },
  ],
};
