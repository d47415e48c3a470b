import type { ProfileFault } from "../explanation.ts";

export const nameserverUnusable: ProfileFault = {
  meaning:
    "A name server has an address that no node can ask: one of the node itself (127.0.0.53), a link-local one, the network's own or its broadcast address.",
  why: "`/etc/resolv.conf` of a laptop often says 127.0.0.53, which is the laptop's own resolver. On a node nothing answers there the way it is meant, so neither the time servers nor the servers that K3s comes from have an address.",
  wrong: `network: {subnet: 10.1.40.0/24, gateway: 10.1.40.1, nameservers: [127.0.0.53]}
`,
  right: `network: {subnet: 10.1.40.0/24, gateway: 10.1.40.1, nameservers: [10.1.40.1]}
`,
};
