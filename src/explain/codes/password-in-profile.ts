import type { ProfileFault } from "../explanation.ts";

export const passwordInProfile: ProfileFault = {
  meaning:
    "A password stands in the profile itself: of the Wi-Fi, of a registry, in a URL, or behind a key of `k3s.config`.",
  why: "A profile is committed, copied and sent to somebody who is to look at it. What it names by `{secret: NAME}` stays in the trust bundle, which is readable by its owner only, and reaches the cards that use it.",
  wrong: `network:
  subnet: 10.1.40.0/24
  gateway: 10.1.40.1
  interface: wlan0
  wifi: {ssid: lab, password: correct horse, country: IN}
`,
  right: `network:
  subnet: 10.1.40.0/24
  gateway: 10.1.40.1
  interface: wlan0
  wifi: {ssid: lab, password: {secret: wifi}, country: IN}
`,
};
