import type { ProfileFault } from "../explanation.ts";

export const countryUnknown: ProfileFault = {
  meaning: "`network.wifi.country` has the right form, but no country has that code.",
  why: "The radio keeps to what is allowed everywhere. Channels that the access point may be on are then closed to the node, and it does not find the network. Japan is `JP`, not `JA`.",
  wrong: `network:
  subnet: 10.1.40.0/24
  gateway: 10.1.40.1
  interface: wlan0
  wifi: {ssid: lab, password: {secret: wifi}, country: JA}
`,
  right: `network:
  subnet: 10.1.40.0/24
  gateway: 10.1.40.1
  interface: wlan0
  wifi: {ssid: lab, password: {secret: wifi}, country: JP}
`,
};
