import type { ProfileFault } from "../explanation.ts";

export const yamlSyntax: ProfileFault = {
  meaning:
    "The file is not YAML 1.2, so nothing of it can be read. The usual slips are called by their names: a range between braces without quotes, a bracket or a quotation mark that is never closed, `key:value` without a space, a line that begins further to the right than its neighbours. Up to twenty of them are shown a file, each once.",
  why: "edgegen does not guess what was meant. What a parser makes of a damaged file may well look like a profile, with a node or a firewall less, and nobody would notice before the cards are in the Pis.",
  wrong: `nodes:
  - {name: dcn1, role: control-plane, board: pi-4b, memory: 4GiB, address: 10.1.40.22}
  - {name: dcn{2..4}, role: worker, board: pi-4b, memory: 4GiB, address: 10.1.40.{23..25}}
`,
  right: `nodes:
  - {name: dcn1, role: control-plane, board: pi-4b, memory: 4GiB, address: 10.1.40.22}
  - {name: "dcn{2..4}", role: worker, board: pi-4b, memory: 4GiB, address: "10.1.40.{23..25}"}
`,
  cases: [
    {
      title: "A quotation mark that is never closed",
      wrong: `nodes:
  - {name: dcn1, role: control-plane, board: pi-4b, memory: 4GiB, address: 10.1.40.22}
  - {name: "dcn{2..4}, role: worker, board: pi-4b, memory: 4GiB, address: "10.1.40.{23..25}"}
`,
      right: `nodes:
  - {name: dcn1, role: control-plane, board: pi-4b, memory: 4GiB, address: 10.1.40.22}
  - {name: "dcn{2..4}", role: worker, board: pi-4b, memory: 4GiB, address: "10.1.40.{23..25}"}
`,
    },
    {
      title: "A bracket that is never closed",
      wrong: `network:
  subnet: 10.1.40.0/24
  gateway: 10.1.40.1
  nameservers: [10.1.40.1
`,
      right: `network:
  subnet: 10.1.40.0/24
  gateway: 10.1.40.1
  nameservers: [10.1.40.1]
`,
    },
    {
      title: "A bracket that a comment hides",
      wrong: `network:
  subnet: 10.1.40.0/24
  gateway: 10.1.40.1
  nameservers: [10.1.40.1, #1.1.1.1]
`,
      right: `network:
  subnet: 10.1.40.0/24
  gateway: 10.1.40.1
  nameservers: [10.1.40.1] # 1.1.1.1
`,
    },
    {
      title: "A line that begins at another column than its neighbours",
      wrong: `network:
  subnet: 10.1.40.0/24
    gateway: 10.1.40.1
`,
      right: `network:
  subnet: 10.1.40.0/24
  gateway: 10.1.40.1
`,
    },
    {
      title: "No colon, or none with a space behind it",
      wrong: `network:
  subnet: 10.1.40.0/24
  gateway 10.1.40.1
`,
      right: `network:
  subnet: 10.1.40.0/24
  gateway: 10.1.40.1
`,
    },
    {
      title: "No space behind a hyphen",
      wrong: `nodes:
  - {name: dcn1, role: control-plane, board: pi-4b, memory: 4GiB, address: 10.1.40.22}
  -{name: dcn2, role: worker, board: pi-4b, memory: 4GiB, address: 10.1.40.23}
`,
      right: `nodes:
  - {name: dcn1, role: control-plane, board: pi-4b, memory: 4GiB, address: 10.1.40.22}
  - {name: dcn2, role: worker, board: pi-4b, memory: 4GiB, address: 10.1.40.23}
`,
    },
    {
      title: "A template that nothing fills in",
      wrong: `cluster: {{ name }}
`,
      right: `cluster: lab
`,
    },
  ],
};
