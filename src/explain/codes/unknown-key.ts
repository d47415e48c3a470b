import type { ProfileFault } from "../explanation.ts";

export const unknownKey: ProfileFault = {
  meaning:
    "The language has no such key at this place: it is misspelt, stands a level too high or too low, or concerns the whole cluster and not one node. The message offers the nearest key, or says where this one belongs, and lists what is allowed here.",
  why: "A key that nobody reads does nothing, in silence. With `timezon:` all clocks stay on UTC, with `firewal: lan` the packet filter would be a wish; cloud-init and K3s ignore much of what they do not know, so a Pi would not tell you either.",
  wrong: `os: {time_zone: Asia/Kolkata}
`,
  right: `os: {timezone: Asia/Kolkata}
`,
  cases: [
    {
      title: "A key of another section",
      wrong: `timezone: Asia/Kolkata
`,
      right: `os: {timezone: Asia/Kolkata}
`,
    },
    {
      title: "A key by the name that it has elsewhere",
      wrong: `nodes:
  - {name: dcn1, role: control-plane, board: pi-4b, memory: 4GiB, address: 10.1.40.22}
  - {hostname: dcn2, role: worker, board: pi-4b, ram: 4GiB, ip: 10.1.40.23}
`,
      right: `nodes:
  - {name: dcn1, role: control-plane, board: pi-4b, memory: 4GiB, address: 10.1.40.22}
  - {name: dcn2, role: worker, board: pi-4b, memory: 4GiB, address: 10.1.40.23}
`,
    },
    {
      title: "A flag of K3s beside those of edgegen",
      wrong: `k3s: {cluster-cidr: 10.60.0.0/16}
`,
      right: `k3s: {config: {cluster-cidr: 10.60.0.0/16}}
`,
    },
    {
      title: "A key of netplan: edgegen writes that file from less",
      wrong: `network: {subnet: 10.1.40.0/24, gateway: 10.1.40.1, ethernets: {eth0: {dhcp4: false}}}
`,
      right: `network: {subnet: 10.1.40.0/24, gateway: 10.1.40.1, interface: eth0}
`,
    },
    {
      title: "A key that concerns all nodes, at one of them",
      wrong: `nodes:
  - {name: dcn1, role: control-plane, board: pi-4b, memory: 4GiB, address: 10.1.40.22}
  - {name: dcn2, role: worker, board: pi-4b, memory: 4GiB, address: 10.1.40.23, k3s: {disable: [traefik]}}
`,
      right: `k3s: {disable: [traefik]}
nodes:
  - {name: dcn1, role: control-plane, board: pi-4b, memory: 4GiB, address: 10.1.40.22}
  - {name: dcn2, role: worker, board: pi-4b, memory: 4GiB, address: 10.1.40.23}
`,
    },
    {
      title: "No space behind the colon",
      wrong: `nodes:
  - {name: dcn1, role: control-plane, board: pi-4b, memory: 4GiB, address: 10.1.40.22}
  - {name:dcn2, role: worker, board: pi-4b, memory: 4GiB, address: 10.1.40.23}
`,
      right: `nodes:
  - {name: dcn1, role: control-plane, board: pi-4b, memory: 4GiB, address: 10.1.40.22}
  - {name: dcn2, role: worker, board: pi-4b, memory: 4GiB, address: 10.1.40.23}
`,
    },
  ],
};
