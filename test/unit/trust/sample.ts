import type { Cluster, ClusterNode, Role } from "../../../src/model/cluster.ts";
import type { Path } from "../../../src/model/tree.ts";
import type { Entropy } from "../../../src/trust/entropy.ts";

/** Seconds: 2026-01-01T00:00:00Z. */
export const newYear = 1767225600;

export function entropy(now = newYear): Entropy {
  return { bytes: (n) => crypto.getRandomValues(new Uint8Array(n)), now };
}

export function node(name: string, role: Role, address: string, registries: Record<string, unknown> = {}): ClusterNode {
  return {
    name,
    role,
    board: "pi-4b",
    memoryMiB: 4096,
    address,
    mac: undefined,
    interface: "eth0",
    labels: {},
    taints: [],
    os: { image: "ubuntu-24.04", timezone: "UTC", locale: "C.UTF-8", upgrade: "none", packages: [] },
    edgePulse: {
      enabled: true,
      zramPercent: 40,
      swapSizeMiB: 1024,
      swapDevice: "auto",
      api: { listen: "node", port: 8080 },
      sdProtection: true,
    },
    k3s: { version: "v1.34.8+k3s1", config: {}, registries, mirror: "https://example.org" },
  };
}

/** Every value of the sample claims to stand at a place that is made from its path. */
export function placeOf(path: Path) {
  const start = path.join(".").length;
  return { file: `at ${path.join(".")}`, start, end: start + 1 };
}

export function cluster(change: Partial<Cluster> = {}): Cluster {
  return {
    name: "lab",
    network: {
      subnet: "10.1.40.0/24",
      prefixLength: 24,
      gateway: "10.1.40.1",
      nameservers: [],
      search: [],
      ntp: [],
      wifi: undefined,
    },
    access: { user: "edge", sshAuthorizedKeys: [], passwordlessSudo: true },
    hardening: "baseline",
    firewall: "lan",
    firewallOpen: [],
    k3s: { taintControlPlane: true, disable: [], secretsEncryption: true, tlsSan: [], manifests: [] },
    rancher: { version: "v2.13.8", serverUrl: "https://10.1.40.21", image: "rancher/rancher" },
    nodes: [
      node("dcn0", "rancher", "10.1.40.21"),
      node("dcn1", "control-plane", "10.1.40.22"),
      node("dcn2", "worker", "10.1.40.23"),
    ],
    origin: (path) => ({ layer: "profile", span: placeOf(path) }),
    ...change,
  };
}
