import type { ProfileFault } from "../explanation.ts";

export const searchLocal: ProfileFault = {
  meaning: "`network.search` names the domain `local`.",
  why: "Names under `local` are asked by multicast (mDNS, RFC 6762), and DNS servers are told not to answer for them. Each name without a dot that a node or a pod looks up costs one more question that nobody answers.",
  wrong: `network: {subnet: 10.1.40.0/24, gateway: 10.1.40.1, search: [local]}
`,
  right: `network: {subnet: 10.1.40.0/24, gateway: 10.1.40.1, search: [lan]}
`,
};
