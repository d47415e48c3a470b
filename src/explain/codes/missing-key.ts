import type { ProfileFault } from "../explanation.ts";

export const missingKey: ProfileFault = {
  meaning:
    "Something is not said that has no default. A profile needs `version`, `network` (with `subnet` and `gateway`) and `nodes`; a node needs `name`, `role` and `address` of its own, and `board` and `memory` from itself, its role or `defaults`. A key with nothing behind its colon counts as missing, too.",
  why: "Nobody else can know your network. Without a gateway, for example, a node boots and talks to its neighbours, but gets neither the time nor K3s.",
  wrong: `network: {subnet: 10.1.40.0/24}
`,
  right: `network: {subnet: 10.1.40.0/24, gateway: 10.1.40.1}
`,
  cases: [
    {
      title: "A node whose board and memory nobody says",
      wrong: `nodes:
  - {name: dcn1, role: control-plane, board: pi-4b, memory: 4GiB, address: 10.1.40.22}
  - {name: dcn2, role: worker, address: 10.1.40.23}
`,
      right: `defaults: {board: pi-4b, memory: 4GiB}
nodes:
  - {name: dcn1, role: control-plane, board: pi-4b, memory: 4GiB, address: 10.1.40.22}
  - {name: dcn2, role: worker, address: 10.1.40.23}
`,
    },
    {
      title: "A key with nothing behind it",
      wrong: `network:
  subnet: 10.1.40.0/24
  gateway:
`,
      right: `network:
  subnet: 10.1.40.0/24
  gateway: 10.1.40.1
`,
    },
    {
      title: "Wi-Fi without the country, by which the radio may send",
      wrong: `nodes:
  - {name: dcn1, role: control-plane, board: pi-4b, memory: 4GiB, address: 10.1.40.22}
  - {name: dcn2, role: worker, board: pi-4b, memory: 4GiB, address: 10.1.40.23, interface: wlan0}
network:
  subnet: 10.1.40.0/24
  gateway: 10.1.40.1
  wifi: {ssid: lab, password: {secret: wifi}}
`,
      right: `nodes:
  - {name: dcn1, role: control-plane, board: pi-4b, memory: 4GiB, address: 10.1.40.22}
  - {name: dcn2, role: worker, board: pi-4b, memory: 4GiB, address: 10.1.40.23, interface: wlan0}
network:
  subnet: 10.1.40.0/24
  gateway: 10.1.40.1
  wifi: {ssid: lab, password: {secret: wifi}, country: IN}
`,
    },
  ],
};
