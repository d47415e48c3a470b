import type { ProfileFault } from "../explanation.ts";

export const cutByComment: ProfileFault = {
  meaning:
    "Behind the name of a Wi-Fi network or a password stands a space, a `#` and right behind it more text, all without quotes.",
  why: "To YAML a comment begins at ` #`, so the value ends there: of `Home #5G` only `Home` reaches the node, which then finds no such network. A comment that is meant as one is told by the space behind its `#`.",
  wrong: `network:
  subnet: 10.1.40.0/24
  gateway: 10.1.40.1
  interface: wlan0
  wifi:
    ssid: Home #5G
    password: {secret: wifi}
    country: IN
`,
  right: `network:
  subnet: 10.1.40.0/24
  gateway: 10.1.40.1
  interface: wlan0
  wifi:
    ssid: "Home #5G"
    password: {secret: wifi}
    country: IN
`,
};
