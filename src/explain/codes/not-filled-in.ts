import type { ProfileFault } from "../explanation.ts";

export const notFilledIn: ProfileFault = {
  meaning:
    "A text looks like a place that a template engine, a shell or the reader of a guide was to fill in: `{{ ssid }}`, `$WIFI_SSID`, `!secret wifi` in quotes, `<password>`.",
  why: "edgegen fills in nothing. The node would look for a network of exactly that name, or log in with exactly that password, and nobody sees it before the card is in the node.",
  wrong: `network:
  subnet: 10.1.40.0/24
  gateway: 10.1.40.1
  interface: wlan0
  wifi: {ssid: "\${SSID}", password: {secret: wifi}, country: IN}
`,
  right: `network:
  subnet: 10.1.40.0/24
  gateway: 10.1.40.1
  interface: wlan0
  wifi: {ssid: lab, password: {secret: wifi}, country: IN}
`,
};
