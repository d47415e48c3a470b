import type { AttachedFile } from "./attachments.ts";
import type { BoardId } from "./boards.ts";
import type { ImageId } from "./images.ts";
import type { Span } from "./span.ts";
import type { Path } from "./tree.ts";

export type Role = "control-plane" | "worker" | "rancher";
export const roles = ["control-plane", "worker", "rancher"] as const satisfies readonly Role[];

/** A secret of the user's own, by its name in the bundle. It is replaced by its value only in the files of cards that use it. */
export interface SecretRef {
  readonly secret: string;
}

/**
 * What the profile says, resolved: every default, layer and range is applied, so later stages decide nothing about precedence.
 * Parts that many nodes share (`os`, `k3s`, `edgePulse`) are the same object in each of them: identity may be used to memoize.
 */
export interface Cluster {
  readonly name: string;
  readonly network: Network;
  readonly access: Access;
  readonly hardening: "off" | "baseline";
  readonly firewall: "off" | "lan";
  /** Further ports for the LAN, as written: `tcp/8443`. */
  readonly firewallOpen: readonly PortSpec[];
  readonly k3s: ClusterK3s;
  readonly rancher: Rancher | undefined;
  /** In the order of the profile, ranges expanded in place. Names are unique, or `check` has said so. */
  readonly nodes: readonly ClusterNode[];
  /** Where a value came from; see {@link Origin}. */
  readonly origin: (path: Path) => Origin;
  /**
   * Only there when a part of the profile was refused: whether the value at a path is a stand-in for it. Rules say nothing about
   * such values, so that one fault is reported once; no later stage sees a cluster that has one.
   */
  readonly refused?: (path: Path) => boolean;
}

/**
 * The place in the profile that caused a value of the Cluster. Paths are those of the Cluster in snake_case as in the profile
 * (`["nodes", 3, "k3s", "version"]`: the fourth resolved node). A value that nobody wrote has the layer `built-in` and the span
 * of the nearest thing around it that somebody did write, if any.
 */
export interface Origin {
  readonly layer: "built-in" | "profile" | "defaults" | `roles.${Role}` | "node";
  readonly span: Span | undefined;
  /** The span of the key, where the value stands behind one. */
  readonly keySpan?: Span;
}

export interface Network {
  /** CIDR notation, network address first: `10.1.40.0/24`. */
  readonly subnet: string;
  readonly prefixLength: number;
  readonly gateway: string;
  readonly nameservers: readonly string[];
  readonly search: readonly string[];
  readonly ntp: readonly string[];
  readonly wifi: Wifi | undefined;
}

export interface Wifi {
  readonly ssid: string;
  readonly password: string | SecretRef | undefined;
  /** ISO 3166-1 alpha-2; without it the radio stays off on Raspberry Pi OS. */
  readonly country: string;
}

export interface Access {
  readonly user: string;
  /** Public keys in OpenSSH's one-line form; empty: the bundle makes a key pair. */
  readonly sshAuthorizedKeys: readonly string[];
  readonly passwordlessSudo: boolean;
}

export interface PortSpec {
  readonly protocol: "tcp" | "udp";
  readonly port: number;
}

/** What concerns the K3s cluster as a whole; what may differ by node is in {@link NodeK3s}. */
export interface ClusterK3s {
  readonly taintControlPlane: boolean;
  readonly disable: readonly string[];
  readonly secretsEncryption: boolean;
  readonly tlsSan: readonly string[];
  /** Files that K3s deploys at its start. */
  readonly manifests: readonly AttachedFile[];
}

export interface Rancher {
  readonly version: string;
  readonly serverUrl: string;
  readonly image: string;
}

export interface ClusterNode {
  readonly name: string;
  readonly role: Role;
  readonly board: BoardId;
  readonly memoryMiB: number;
  readonly address: string;
  /** Lower case with colons; undefined: the interface is matched by name. */
  readonly mac: string | undefined;
  /** The primary interface; undefined only where `mac` finds it (generic boards). */
  readonly interface: string | undefined;
  readonly labels: Readonly<Record<string, string>>;
  readonly taints: readonly string[];
  readonly os: NodeOs;
  readonly edgePulse: EdgePulse;
  readonly k3s: NodeK3s;
}

export interface NodeOs {
  readonly image: ImageId;
  readonly timezone: string;
  readonly locale: string;
  readonly upgrade: "none" | "security" | "full";
  readonly packages: readonly string[];
}

export interface NodeK3s {
  readonly version: string;
  /** Further K3s configuration keys, passed through as written. */
  readonly config: Readonly<Record<string, unknown>>;
  /** registries.yaml as written; `{secret: NAME}` may stand anywhere in it. */
  readonly registries: Readonly<Record<string, unknown>>;
  /** Where releases are downloaded from, without a trailing slash. */
  readonly mirror: string;
}

export interface EdgePulse {
  readonly enabled: boolean;
  readonly zramPercent: number;
  readonly swapSizeMiB: number;
  /** `auto`, `sd`, `none` or `LABEL=...` / `UUID=...`. */
  readonly swapDevice: string;
  readonly api: { readonly listen: "node" | "localhost" | "off"; readonly port: number };
  readonly sdProtection: boolean;
}
