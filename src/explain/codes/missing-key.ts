import type { ProfileFault } from "../explanation.ts";

export const missingKey: ProfileFault = {
  meaning:
    "Something is not said that has no default. A profile needs `version`, `network` (with `subnet` and `gateway`) and `nodes`; a node needs `name`, `role` and `address` of its own, and `board` and `memory` from itself, its role or `defaults`. A key with nothing behind its colon counts as missing, too.",
  why: "Nobody else can know your network. Without a gateway, for example, a node boots and talks to its neighbours, but gets neither the time nor K3s.",
  wrong: `network: {subnet: 10.1.40.0/24}
`,
  right: `network: {subnet: 10.1.40.0/24, gateway: 10.1.40.1}
`,
};
