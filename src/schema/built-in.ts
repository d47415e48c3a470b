import type { Layer, Profile } from "./profile.ts";

/** A layer in which nothing is left open. */
type Filled<T> = T extends readonly unknown[]
  ? T
  : T extends object
    ? { [K in keyof T]-?: Filled<NonNullable<T[K]>> }
    : T;

type K3s = NonNullable<Layer["k3s"]>;

export interface Sections {
  readonly os: Filled<NonNullable<Layer["os"]>>;
  readonly k3s: Filled<Omit<K3s, "registries">> & { readonly registries: NonNullable<K3s["registries"]> };
  readonly edge_pulse: Filled<NonNullable<Layer["edge_pulse"]>>;
}

/** What is said of the cluster as a whole and has a default of its own. */
type ClusterSections = Filled<
  Pick<Profile, "include" | "access" | "hardening" | "firewall" | "firewall_open"> & {
    readonly network: Pick<NonNullable<Profile["network"]>, "nameservers" | "search" | "interface" | "ntp">;
    readonly k3s: Pick<NonNullable<Profile["k3s"]>, "taint_control_plane" | "disable" | "tls_san" | "manifests">;
    readonly rancher: Pick<NonNullable<Profile["rancher"]>, "version" | "image">;
  }
>;

/** What holds when nobody says otherwise: the lowest layer of what a node is. Sizes are in MiB. */
export const builtInLayer: Sections = {
  os: { image: "ubuntu-24.04", timezone: "UTC", locale: "C.UTF-8", upgrade: "security", packages: [] },
  k3s: {
    version: "v1.34.8+k3s1",
    config: {},
    registries: {},
    download: { mirror: "https://github.com/k3s-io/k3s/releases/download" },
  },
  edge_pulse: {
    enabled: true,
    zram_percent: "auto",
    swap: { size: 1024, device: "auto" },
    api: { listen: "node", port: 8080 },
    sd_protection: true,
  },
};

/** The same for the cluster as a whole. A default that depends on something is in words beside its key. */
export const builtInCluster: ClusterSections = {
  include: [],
  network: {
    nameservers: ["1.1.1.1", "8.8.8.8"],
    search: [],
    interface: "eth0",
    ntp: ["time.google.com", "time.cloudflare.com", "pool.ntp.org"],
  },
  access: { user: "edge", ssh_authorized_keys: [], passwordless_sudo: true },
  hardening: "baseline",
  firewall: "lan",
  firewall_open: [],
  k3s: {
    taint_control_plane: true,
    disable: ["traefik", "servicelb"],
    tls_san: [],
    manifests: [],
  },
  rancher: { version: "v2.13.8", image: "rancher/rancher" },
};
