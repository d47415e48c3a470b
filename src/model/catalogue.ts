import type { Severity } from "./diagnostic.ts";

/**
 * Every code that edgegen can report; a rule stands in the file that is named after its code. The second entry is the
 * exit code of a run that fails by it: 1 the profile is wrong, 2 the command line, 3 the environment (disk, permissions, a damaged file).
 */
export const catalogue = {
  // files
  "file-unreadable": { severity: "error", exit: 3 },
  "include-missing": { severity: "error", exit: 1 },
  "include-loop": { severity: "error", exit: 1 },
  "yaml-syntax": { severity: "error", exit: 1 },
  "tab-indent": { severity: "error", exit: 1 },
  "duplicate-key": { severity: "error", exit: 1 },
  "file-missing": { severity: "error", exit: 1 },
  "not-a-profile": { severity: "error", exit: 2 },
  // shape
  "unknown-key": { severity: "error", exit: 1 },
  "missing-key": { severity: "error", exit: 1 },
  "wrong-type": { severity: "error", exit: 1 },
  "bad-value": { severity: "error", exit: 1 },
  "bad-range": { severity: "error", exit: 1 },
  // names, addresses
  "bad-name": { severity: "error", exit: 1 },
  "duplicate-name": { severity: "error", exit: 1 },
  "stock-name": { severity: "warning", exit: 1 },
  "duplicate-address": { severity: "error", exit: 1 },
  "duplicate-mac": { severity: "error", exit: 1 },
  "address-outside-subnet": { severity: "error", exit: 1 },
  "address-reserved": { severity: "error", exit: 1 },
  "range-past-subnet": { severity: "error", exit: 1 },
  "gateway-outside-subnet": { severity: "error", exit: 1 },
  "nameserver-unusable": { severity: "error", exit: 1 },
  "nameserver-in-cluster": { severity: "warning", exit: 1 },
  "subnet-public": { severity: "warning", exit: 1 },
  "search-local": { severity: "warning", exit: 1 },
  "repeated-item": { severity: "warning", exit: 1 },
  "cluster-range-overlap": { severity: "error", exit: 1 },
  "pod-range-small": { severity: "warning", exit: 1 },
  "wifi-missing": { severity: "error", exit: 1 },
  "wifi-unused": { severity: "warning", exit: 1 },
  "country-unknown": { severity: "warning", exit: 1 },
  "port-taken": { severity: "error", exit: 1 },
  "port-closed": { severity: "warning", exit: 1 },
  // roles
  "no-control-plane": { severity: "error", exit: 1 },
  "many-control-planes": { severity: "error", exit: 1 },
  "many-rancher-nodes": { severity: "error", exit: 1 },
  "rancher-without-node": { severity: "error", exit: 1 },
  "rancher-url-elsewhere": { severity: "warning", exit: 1 },
  "mdns-name": { severity: "error", exit: 1 },
  "no-effect": { severity: "warning", exit: 1 },
  // labels, taints, manifests
  "bad-label": { severity: "error", exit: 1 },
  "bad-taint": { severity: "error", exit: 1 },
  "bad-manifest": { severity: "error", exit: 1 },
  // boards, images, memory
  "board-image-mismatch": { severity: "error", exit: 1 },
  "image-too-old": { severity: "error", exit: 1 },
  "generic-without-interface": { severity: "error", exit: 1 },
  "interface-unlikely": { severity: "warning", exit: 1 },
  "memory-not-sold": { severity: "error", exit: 1 },
  "control-plane-memory": { severity: "warning", exit: 1 },
  "worker-memory": { severity: "warning", exit: 1 },
  "rancher-memory": { severity: "error", exit: 1 },
  "rancher-memory-low": { severity: "warning", exit: 1 },
  "swap-cannot-fit": { severity: "error", exit: 1 },
  // access
  "ssh-key-malformed": { severity: "error", exit: 1 },
  "user-pi": { severity: "error", exit: 1 },
  "user-reserved": { severity: "error", exit: 1 },
  "no-root": { severity: "warning", exit: 1 },
  "password-in-profile": { severity: "warning", exit: 1 },
  // the operating system
  "timezone-unknown": { severity: "warning", exit: 1 },
  "package-unfit": { severity: "warning", exit: 1 },
  // versions
  "bad-version": { severity: "error", exit: 1 },
  "rancher-k3s-mismatch": { severity: "error", exit: 1 },
  "rancher-kernel": { severity: "error", exit: 1 },
  "rancher-version-unknown": { severity: "warning", exit: 1 },
  "k3s-version-skew": { severity: "error", exit: 1 },
  // configuration of K3s
  "owned-key": { severity: "error", exit: 1 },
  "server-key-on-worker": { severity: "error", exit: 1 },
  "k3s-key-unknown": { severity: "warning", exit: 1 },
  "registry-name": { severity: "warning", exit: 1 },
  "k3s-value-unknown": { severity: "error", exit: 1 },
  "file-not-on-card": { severity: "warning", exit: 1 },
  // the bundle
  "secret-unfit": { severity: "error", exit: 1 },
  "secret-missing": { severity: "error", exit: 1 },
  "unknown-secret": { severity: "error", exit: 2 },
  "bad-recipient": { severity: "error", exit: 2 },
  "bundle-missing": { severity: "error", exit: 3 },
  "bundle-of-another": { severity: "error", exit: 3 },
  "bundle-damaged": { severity: "error", exit: 3 },
  "bundle-newer": { severity: "error", exit: 3 },
  "bundle-readable-by-others": { severity: "error", exit: 3 },
  "bundle-sealed": { severity: "error", exit: 3 },
  "bundle-created": { severity: "info", exit: 0 },
  "bundle-extended": { severity: "info", exit: 0 },
  "certificate-outdated": { severity: "error", exit: 1 },
  // output
  "not-writable": { severity: "error", exit: 3 },
  "disk-full": { severity: "error", exit: 3 },
  "already-running": { severity: "error", exit: 3 },
  interrupted: { severity: "error", exit: 3 },
  "foreign-folder": { severity: "error", exit: 3 },
  "unknown-node": { severity: "error", exit: 2 },
  drift: { severity: "error", exit: 1 },
  // booting
  "program-missing": { severity: "error", exit: 3 },
  "image-missing": { severity: "error", exit: 3 },
  "not-bootable": { severity: "error", exit: 2 },
  "boot-failed": { severity: "error", exit: 1 },
  "check-failed": { severity: "error", exit: 1 },
  "not-checked": { severity: "warning", exit: 1 },
  // operating-system images
  "not-an-image": { severity: "error", exit: 3 },
  "image-unfit": { severity: "error", exit: 3 },
  // versions and offline cards
  "lock-damaged": { severity: "error", exit: 3 },
  "channel-moved": { severity: "error", exit: 1 },
  "sum-changed": { severity: "error", exit: 3 },
  "download-failed": { severity: "error", exit: 3 },
} as const satisfies Record<string, { severity: Severity; exit: 0 | 1 | 2 | 3 }>;

export type Code = keyof typeof catalogue;
