import type { ProfileFault } from "../explanation.ts";

export const gatewayOutsideSubnet: ProfileFault = {
  meaning:
    "The gateway is not in `network.subnet`. Often one of the two was changed and the other was not, or the prefix is too long: `10.1.40.0/25` ends at .127.",
  why: "Linux refuses a default route through a router that it cannot reach directly. The nodes would see each other, but find neither the time nor a download, and stand at `waiting` in their status for ever.",
  wrong: `network: {subnet: 10.1.40.0/24, gateway: 10.1.4.1}
`,
  right: `network: {subnet: 10.1.40.0/24, gateway: 10.1.40.1}
`,
};
