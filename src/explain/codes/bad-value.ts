import type { ProfileFault } from "../explanation.ts";

export const badValue: ProfileFault = {
  meaning:
    "The value is of the right type, but not one that its key takes: an address with 300 in it, a locale without its UTF-8, a role that there is not, a text with a line break in it. The note says what is expected.",
  why: "Most of these would be found by the node at its first boot, where nobody sees it. A time zone that does not exist leaves the clock on UTC, and one address with a slip in it leaves a node that no other can reach.",
  wrong: `os: {timezone: IST, locale: en_IN}
`,
  right: `os: {timezone: Asia/Kolkata, locale: en_IN.UTF-8}
`,
  cases: [
    {
      title: "A word of another program: the roles are control-plane, worker and rancher",
      wrong: `nodes:
  - {name: dcn1, role: control-plane, board: pi-4b, memory: 4GiB, address: 10.1.40.22}
  - {name: dcn2, role: agent, board: pi-4b, memory: 4GiB, address: 10.1.40.23}
`,
      right: `nodes:
  - {name: dcn1, role: control-plane, board: pi-4b, memory: 4GiB, address: 10.1.40.22}
  - {name: dcn2, role: worker, board: pi-4b, memory: 4GiB, address: 10.1.40.23}
`,
    },
    {
      title: "A board or an image by another name than edgegen's",
      wrong: `os: {image: noble}
defaults: {board: rpi4}
`,
      right: `os: {image: ubuntu-24.04}
defaults: {board: pi-4b}
`,
    },
    {
      title: "The length of the prefix behind an address; it stands in `network.subnet` only",
      wrong: `nodes:
  - {name: dcn1, role: control-plane, board: pi-4b, memory: 4GiB, address: 10.1.40.22}
  - {name: dcn2, role: worker, board: pi-4b, memory: 4GiB, address: 10.1.40.23/24}
`,
      right: `nodes:
  - {name: dcn1, role: control-plane, board: pi-4b, memory: 4GiB, address: 10.1.40.22}
  - {name: dcn2, role: worker, board: pi-4b, memory: 4GiB, address: 10.1.40.23}
`,
    },
    {
      title: "An address where the network belongs, or a netmask",
      wrong: `network: {subnet: 10.1.40.1/24, gateway: 10.1.40.1}
`,
      right: `network: {subnet: 10.1.40.0/24, gateway: 10.1.40.1}
`,
    },
    {
      title: "An address of the wrong form: a name, DHCP, a number above 255",
      wrong: `network: {subnet: 10.1.40.0/24, gateway: 10.1.40.1, nameservers: [fritz.box]}
`,
      right: `network: {subnet: 10.1.40.0/24, gateway: 10.1.40.1, nameservers: [10.1.40.1]}
`,
    },
    {
      title: "A unit that nobody knows",
      wrong: `nodes:
  - {name: dcn1, role: control-plane, board: pi-4b, memory: 4GiB, address: 10.1.40.22}
  - {name: dcn2, role: worker, board: pi-4b, memory: 4Gig, address: 10.1.40.23}
`,
      right: `nodes:
  - {name: dcn1, role: control-plane, board: pi-4b, memory: 4GiB, address: 10.1.40.22}
  - {name: dcn2, role: worker, board: pi-4b, memory: 4GiB, address: 10.1.40.23}
`,
    },
    {
      title: "A port without its protocol",
      wrong: `firewall_open: ["8443"]
`,
      right: `firewall_open: [tcp/8443]
`,
    },
    {
      title: "A package with its version",
      wrong: `os: {packages: [htop=3.2]}
`,
      right: `os: {packages: [htop]}
`,
    },
    {
      title: "A line break in a text that is one line",
      wrong: `os:
  timezone: |
    Asia/Kolkata
`,
      right: `os:
  timezone: Asia/Kolkata
`,
    },
  ],
};
