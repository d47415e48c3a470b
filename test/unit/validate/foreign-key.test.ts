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
    "edgegen writes netplan's file itself: here stand `subnet`, `gateway`, `nameservers` and `interface`",
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
  ["k3s: {token: x}\n", "edgegen sets token itself: it comes from the trust bundle"],
])("a key in the wrong place is told where it belongs: %j", (text, note) => {
  const { diagnostics } = shape(`version: 1\n${text}`);
  const [found] = diagnostics.filter(({ code }) => code === "unknown-key");
  expect(found?.notes.map(({ message }) => message)).toContain(note);
});
