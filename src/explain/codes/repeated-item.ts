import type { ProfileFault } from "../explanation.ts";

export const repeatedItem: ProfileFault = {
  meaning:
    "The same item stands in a list twice: a name server, a time server, a search domain, a package, a port, a key or a name of the API.",
  why: "The second time server is for the day that the first one is away. Twice the same is only one, and the one that was meant is missing.",
  wrong: `network: {subnet: 10.1.40.0/24, gateway: 10.1.40.1, nameservers: [1.1.1.1, 1.1.1.1]}
`,
  right: `network: {subnet: 10.1.40.0/24, gateway: 10.1.40.1, nameservers: [1.1.1.1, 8.8.8.8]}
`,
};
