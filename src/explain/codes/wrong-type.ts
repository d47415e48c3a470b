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
  cases: [
    {
      title: "A text where a map belongs, a key with its value in braces",
      wrong: `os: raspios-trixie
`,
      right: `os: {image: raspios-trixie}
`,
    },
    {
      title: "A map where a list belongs: each item of a list begins with a hyphen",
      wrong: `nodes:
  dcn1: {role: control-plane, board: pi-4b, memory: 4GiB, address: 10.1.40.22}
  dcn2: {role: worker, board: pi-4b, memory: 4GiB, address: 10.1.40.23}
`,
      right: `nodes:
  - {name: dcn1, role: control-plane, board: pi-4b, memory: 4GiB, address: 10.1.40.22}
  - {name: dcn2, role: worker, board: pi-4b, memory: 4GiB, address: 10.1.40.23}
`,
    },
    {
      title: "A list where a map belongs",
      wrong: `defaults: {labels: [disk=ssd]}
`,
      right: `defaults: {labels: {disk: ssd}}
`,
    },
    {
      title: "One value where a list of them belongs",
      wrong: `network: {subnet: 10.1.40.0/24, gateway: 10.1.40.1, nameservers: 10.1.40.1}
`,
      right: `network: {subnet: 10.1.40.0/24, gateway: 10.1.40.1, nameservers: [10.1.40.1]}
`,
    },
    {
      title: "A list of one where a value belongs",
      wrong: `access: {user: [ops]}
`,
      right: `access: {user: ops}
`,
    },
    {
      title: "A number without its unit",
      wrong: `nodes:
  - {name: dcn1, role: control-plane, board: pi-4b, memory: 4GiB, address: 10.1.40.22}
  - {name: dcn2, role: worker, board: pi-4b, memory: 4, address: 10.1.40.23}
`,
      right: `nodes:
  - {name: dcn1, role: control-plane, board: pi-4b, memory: 4GiB, address: 10.1.40.22}
  - {name: dcn2, role: worker, board: pi-4b, memory: 4GiB, address: 10.1.40.23}
`,
    },
    {
      title: "Another word for true or false",
      wrong: `access: {passwordless_sudo: yes}
`,
      right: `access: {passwordless_sudo: true}
`,
    },
    {
      title: "Quotes around a number",
      wrong: `edge_pulse: {zram_percent: 40, api: {port: "8080"}}
`,
      right: `edge_pulse: {zram_percent: 40, api: {port: 8080}}
`,
    },
    {
      title: "A range without quotes, which is a map to YAML",
      wrong: `nodes:
  - {name: dcn1, role: control-plane, board: pi-4b, memory: 4GiB, address: 10.1.40.22}
  - name: {2..7}
    role: worker
    board: pi-4b
    memory: 4GiB
    address: 10.1.40.23+
`,
      right: `nodes:
  - {name: dcn1, role: control-plane, board: pi-4b, memory: 4GiB, address: 10.1.40.22}
  - name: "dcn{2..7}"
    role: worker
    board: pi-4b
    memory: 4GiB
    address: 10.1.40.23+
`,
    },
  ],
};
