import type { ProfileFault } from "../explanation.ts";

export const wifiMissing: ProfileFault = {
  meaning:
    "The interface of a node is a wireless one (its name begins with `wl`), but `network` has no `wifi` section.",
  why: "The node would come up without any network, and a Pi without a screen tells nobody. The country is part of it: Raspberry Pi OS keeps the radio switched off until it knows one.",
  wrong: `nodes:
  - {name: dcn1, role: control-plane, board: pi-4b, memory: 4GiB, address: 10.1.40.22}
  - {name: dcn2, role: worker, board: pi-4b, memory: 4GiB, address: 10.1.40.23, interface: wlan0}
`,
  right: `network:
  subnet: 10.1.40.0/24
  gateway: 10.1.40.1
  wifi: {ssid: lab, password: {secret: wifi}, country: IN}
nodes:
  - {name: dcn1, role: control-plane, board: pi-4b, memory: 4GiB, address: 10.1.40.22}
  - {name: dcn2, role: worker, board: pi-4b, memory: 4GiB, address: 10.1.40.23, interface: wlan0}
`,
};
