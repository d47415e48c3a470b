import type { Layer } from "../schema/profile.ts";

/** A layer in which nothing is left open. */
export type Filled<T> = T extends readonly unknown[]
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

/** What holds when nobody says otherwise: the lowest layer of what a node is. Sizes are in MiB. */
export const builtIn: Sections = {
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

export const builtInNetwork = {
  nameservers: ["1.1.1.1", "8.8.8.8"],
  ntp: ["time.google.com", "time.cloudflare.com", "pool.ntp.org"],
  interface: "eth0",
} as const;

export const builtInUser = "edge";
export const builtInDisabled = ["traefik", "servicelb"] as const;
export const builtInRancher = { version: "v2.13.8", image: "rancher/rancher" } as const;
