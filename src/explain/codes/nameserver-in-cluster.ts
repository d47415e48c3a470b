import type { ProfileFault } from "../explanation.ts";

export const nameserverInCluster: ProfileFault = {
  meaning: "All name servers are nodes of this very cluster.",
  why: "A DNS server that runs in the cluster is there when the cluster is. Before that a node finds neither the time servers nor what it has to download, so the server never comes up. Beside another name server it does no harm.",
  wrong: `network: {subnet: 10.1.40.0/24, gateway: 10.1.40.1, nameservers: [10.1.40.23]}
`,
  right: `network: {subnet: 10.1.40.0/24, gateway: 10.1.40.1, nameservers: [10.1.40.23, 10.1.40.1]}
`,
};
