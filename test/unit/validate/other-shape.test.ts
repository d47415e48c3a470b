import { expect, test } from "vitest";
import { shape } from "../support/shape.ts";

test.each([
  ["nameservers: 10.1.40.1, 1.1.1.1", "network", "[10.1.40.1, 1.1.1.1]"],
  ["nameservers: '10.1.40.1 1.1.1.1'", "network", "[10.1.40.1, 1.1.1.1]"],
  ["ssh_authorized_keys: ~/.ssh/id_ed25519.pub", "access", "[{file: ~/.ssh/id_ed25519.pub}]"],
  ["ssh_authorized_keys: ssh-ed25519 AAAA", "access", "[ssh-ed25519 AAAA]"],
])("in place of %j a list is offered", (text, section, suggestion) => {
  const found = shape(`version: 1\n${section}:\n  ${text}\n`).diagnostics;
  expect(found.find(({ code }) => code === "wrong-type")?.suggestion?.text).toBe(suggestion);
});

const inNode = (text: string) => `nodes: [{name: a, role: worker, ${text}}]\n`;
test.each([
  ["os: raspios\n", ["write `os: {image: raspios-trixie}`"]],
  ["os: plan9\n", ["for example `os: {image: raspios-trixie, timezone: Asia/Kolkata, locale: en_IN.UTF-8}`"]],
  ["rancher: v2.13.8\n", ["write `rancher: {version: v2.13.8}`"]],
  ["nodes:\n  a: {role: worker}\n", ["each node is an item of a list, and its name a value: `- name: a`"]],
  ["nodes:\n  name: a\n  role: worker\n", ["each item of a list begins with `- `"]],
  [
    "network: {nameservers: {addresses: [10.1.40.1, 1.1.1.1], search: [a.org]}}\n",
    ["write `nameservers: [10.1.40.1, 1.1.1.1]`", '"search" is a key of network: write `search: [a.org]` beside it'],
  ],
  ["network: {nameservers: {primary: 1.1.1.1}}\n", ["each item of a list begins with `- `"]],
  [inNode("labels: [zone=a, 'rack=3']"), ['write `labels: {zone: a, rack: "3"}`']],
  [inNode("labels: [{zone: a}, {rack: 3}]"), ['write `labels: {zone: a, rack: "3"}`']],
  [inNode("labels: [zone]"), ["for example `labels: {disk: ssd, example.org/rack: a}`"]],
  ["edge_pulse: {swap: 1g}\n", ["write `swap: {size: 1GiB}`"]],
  [
    "nodes: [10.1.40.22]\n",
    ["for example `- {name: dcn3, role: worker, board: pi-4b, memory: 4GiB, address: 10.1.40.24}`"],
  ],
  ["access: {ssh_authorized_keys: '{{ keys }}'}\n", ["edgegen fills in nothing: write the value itself"]],
  ["edge_pulse: true\n", ["write `edge_pulse: {enabled: true}`"]],
  [inNode("labels: disk=ssd"), ["write `labels: {disk: ssd}`"]],
  [inNode("taints: {k: v}"), ["a taint is one text: `taints: [key=value:NoSchedule]`"]],
  ["rancher: true\n", ["Rancher is there as soon as a node has `role: rancher`"]],
  [
    "nodes: {worker: [{name: a}]}\n",
    ["each node is an item of one list, and says its role itself: `- {name: ..., role: worker, ...}`"],
  ],
  [inNode("taints: [{k: v}]"), ["a taint is one text: `key=value:NoSchedule`"]],
  [inNode("taints: [{key: a, value: b, effect: NoExecute}]"), ["a taint is one text: `a=b:NoExecute`"]],
  ["firewall_open: [80]\n", ["expected: protocol and number: tcp/8443, udp/5353", "write tcp/80, or udp/80"]],
])("for the other shape in %j the line to write is shown", (text, notes) => {
  const found = shape(`version: 1\n${text}`).diagnostics.find(({ code }) => code === "wrong-type");
  expect(found?.notes.map(({ message }) => message)).toEqual(notes);
});
