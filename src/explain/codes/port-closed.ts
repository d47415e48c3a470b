import type { ProfileFault } from "../explanation.ts";

export const portClosed: ProfileFault = {
  meaning:
    "A setting of K3s needs ports that `firewall: lan` does not open by itself: those of flannel's WireGuard, or NodePorts outside of 30000 to 32767.",
  why: "The cluster comes up, and packets disappear: pods on two nodes do not reach each other, or a service answers on the node itself and nowhere else.",
  wrong: `k3s: {config: {flannel-backend: wireguard-native}}
`,
  right: `k3s: {config: {flannel-backend: wireguard-native}}
firewall_open: [udp/51820]
`,
};
