import type { ProfileFault } from "../explanation.ts";

export const cutByComment: ProfileFault = {
  meaning:
    "A ` #` that looks like part of a text begins a comment, or one between brackets hides a key, a comma or the bracket.",
  why: "To YAML a comment begins at ` #` and goes on to the end of the line. Of `Home #5G` only `Home` reaches the node, which then finds no such network; between brackets the keys behind it on the line are gone too. A comment that is meant as one is told by the space behind its `#`, or by a line of its own.",
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
  cases: [
    {
      title: "A comment that takes a key along",
      wrong: `nodes:
  - {name: dcn1, role: control-plane, board: pi-4b, memory: 4GiB, address: 10.1.40.22 #rack 1, labels: {disk: ssd}
    }
`,
      right: `nodes:
  # rack 1
  - {name: dcn1, role: control-plane, board: pi-4b, memory: 4GiB, address: 10.1.40.22, labels: {disk: ssd}}
`,
    },
  ],
};
