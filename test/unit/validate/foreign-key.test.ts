import { expect, test } from "vitest";
import { shape } from "../support/shape.ts";

test.each([
  ["ssh_keys: []\n", 'what is meant may be "ssh_authorized_keys" of access'],
  ["dns: [1.1.1.1]\n", 'what is meant may be "nameservers" of network'],
  ["os: {hostname: a}\n", 'what is meant may be "name" of each node'],
  [
    "k3s: {flannel-backend: none}\n",
    '"flannel-backend" is a flag of K3s: write `k3s: {config: {flannel-backend: ...}}`',
  ],
  ["k3s: {cluster_cidr: x}\n", '"cluster-cidr" is a flag of K3s: write `k3s: {config: {cluster-cidr: ...}}`'],
  ["k3s: {channel: stable}\n", "a channel means another release every month: write `version`"],
  ["network: {dhcp4: true}\n", "addresses are fixed: each node has its `address`, and none comes from DHCP"],
  [
    "network: {ethernets: {eth0: {}}}\n",
    "edgegen writes netplan's file itself: here stand `subnet`, `gateway`, `nameservers`, `interface` and `wifi`",
  ],
  [
    "access: {password: x}\n",
    "login is by key only: `ssh_authorized_keys: [{file: ~/.ssh/id_ed25519.pub}]`, or a key that edgegen makes",
  ],
  [
    "rancher: {bootstrapPassword: x}\n",
    "edgegen makes Rancher's first password: `edgegen secrets show rancher-bootstrap-password --profile NAME` prints it",
  ],
  ["k3s: {data-dir: /x}\n", "edgegen sets data-dir itself: the card's own files and units rely on its default"],
  ["k3s: {k3s_token: x}\n", "edgegen sets token itself: it comes from the trust bundle"],
  ["x-node: {}\n", "what nodes share stands in `defaults`, or in `roles` for those of one role"],
  ["agents: 2\n", "each computer is an item of `nodes` and says its role: `- {name: ..., role: worker, ...}`"],
  ["package_update: true\n", "upgrades are one word: `os: {upgrade: security}`, or none, or full"],
  ["os: {keyboard: gb}\n", "nobody types at a node: it has no keyboard to set up"],
  ["network: {vlan: 40}\n", "edgegen makes no VLAN, bridge or bond: the switch gives the node its network untagged"],
  [
    "rancher: {enabled: true}\n",
    "Rancher is there as soon as a node has `role: rancher` (it is no worker then), once, with a certificate that edgegen makes",
  ],
  [
    "nodes: [{restart: always}]\n",
    "an item is one computer, or as many alike as its range has; what runs on them is said in manifests",
  ],
  [
    "access: {ssh_authorized_keys: [{github: me}]}\n",
    "edgegen asks nobody for keys: save them, and name the file: `{file: keys.pub}`",
  ],
  ["k3s: {token: x}\n", "edgegen sets token itself: it comes from the trust bundle"],
])("a key in the wrong place is told where it belongs: %j", (text, note) => {
  const { diagnostics } = shape(`version: 1\n${text}`);
  const [found] = diagnostics.filter(({ code }) => code === "unknown-key");
  expect(found?.notes.map(({ message }) => message)).toContain(note);
});

test("a key that means something else here is not taken for one that looks alike", () => {
  const found = shape("version: 1\napiVersion: v1\nnetwork: {wifis: {wlan0: {}}}\nnodes: []\n").diagnostics;
  expect(found.map(({ message, suggestion }) => [message, suggestion])).toEqual([
    ['missing keys "subnet", "gateway" in network', undefined],
    ['unknown key "wifis" in network', undefined],
    ['unknown key "apiVersion" in the profile', undefined],
  ]);
});

test("behind the secret on a line of its own the next line is no rest of it; between braces it may be", () => {
  const messages = (text: string) => shape(`version: 1\n${text}`).diagnostics.map(({ message }) => message);
  expect(messages("k3s:\n  token: abc\n  tls-san: [a]\n")).toContain('unknown key "tls-san" in k3s');
  expect(messages("k3s: {token: abc,tls-san}\n")).toContain("what stands behind the comma is no key of k3s");
});
