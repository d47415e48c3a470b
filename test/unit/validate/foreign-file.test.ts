import { expect, test } from "vitest";
import { shape } from "../support/shape.ts";

test.each([
  ["apiVersion: k3d.io/v1alpha5\nkind: Simple\nservers: 1\n", "a configuration of k3d"],
  ["apiVersion: kind.x-k8s.io/v1alpha4\nkind: Cluster\nnodes: [{role: worker}]\n", "a configuration of kind"],
  ["apiVersion: apps/v1\nkind: Deployment\n", "an object of Kubernetes"],
  ['version: "3"\nservices: {web: {image: nginx}}\n', "a file of Docker Compose"],
  ["machine: {type: worker}\ncluster: {clusterName: lab}\n", "a machine configuration of Talos"],
  ["network: {version: 2, ethernets: {eth0: {}}}\n", "a configuration of netplan"],
  ["all: {hosts: {a: {}}}\n", "an inventory of Ansible"],
  ["hostname: a\nusers: [default]\n", "user-data of cloud-init"],
  ["write-kubeconfig-mode: '0644'\ntls-san: [a]\n", "a configuration of K3s"],
])("a file of another program is called that, once: %j", (text, what) => {
  const { diagnostics, value } = shape(text);
  expect(diagnostics.map(({ code, message }) => [code, message])).toEqual([
    ["not-a-profile", `this is ${what}, not a profile`],
  ]);
  expect(value).toBeUndefined();
});

test("what has no key of a profile is none; no line of it is shown", () => {
  const [found, ...others] = shape("fruit: apple\nprice: 3\n").diagnostics;
  expect(found).toMatchObject({
    message: "this is no profile: it has none of the keys of one",
    span: { start: 0, end: 5 },
    secret: true,
  });
  expect(others).toEqual([]);
});

test.each([
  "version: 1\nservices: {}\n",
  "apiVersion: v1\nkind: Cluster\nnodes: []\n",
  "fruit: apple\nos: {}\n",
  "Version: 1\nNetwork: {}\nNodes: []\n",
  "network: {subnet: 10.1.40.0/24}\n",
])("what was meant as a profile is read as one: %j", (text) => {
  expect(shape(text).diagnostics.map(({ code }) => code)).not.toContain("not-a-profile");
});
