import type { ProfileFault } from "../explanation.ts";

export const wifiUnused: ProfileFault = {
  meaning: "`network.wifi` is there, but no node has a wireless interface, one whose name begins with `wl`.",
  why: "The nodes stay on `eth0`, and the settings reach no card. Whoever wrote them most likely wants nodes without a cable: those would come up and be reachable by nobody.",
  wrong: `network:
  subnet: 10.1.40.0/24
  gateway: 10.1.40.1
  wifi: {ssid: lab, password: {secret: wifi}, country: IN}
`,
  right: `network:
  subnet: 10.1.40.0/24
  gateway: 10.1.40.1
  wifi: {ssid: lab, password: {secret: wifi}, country: IN}
defaults: {interface: wlan0}
`,
};
