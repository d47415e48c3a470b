import { expect, test } from "vitest";
import type { Cluster } from "../../../src/model/cluster.ts";
import { clusterOf, controlPlane, expectFaults, good, head, rancher, read, worker } from "../support/front-end.ts";
import { covered, marked } from "../support/marks.ts";

const node = (cluster: Cluster, name: string) => {
  const found = cluster.nodes.find((each) => each.name === name);
  if (found === undefined) throw new Error(name);
  return found;
};

test("a small profile becomes a cluster with every default filled in", async () => {
  const { origin: _origin, ...cluster } = await clusterOf(good);
  expect(cluster).toMatchObject({
    name: "lab",
    network: {
      subnet: "10.1.40.0/24",
      prefixLength: 24,
      gateway: "10.1.40.1",
      nameservers: ["1.1.1.1", "8.8.8.8"],
      search: [],
    },
    access: { user: "edge", sshAuthorizedKeys: [], passwordlessSudo: true },
    hardening: "baseline",
    firewall: "lan",
    firewallOpen: [],
    k3s: {
      taintControlPlane: true,
      disable: ["traefik", "servicelb"],
      secretsEncryption: true,
      tlsSan: [],
      manifests: [],
    },
    rancher: undefined,
  });
  expect(cluster.nodes[1]).toEqual({
    name: "dcn2",
    role: "worker",
    board: "pi-4b",
    memoryMiB: 4096,
    address: "10.1.40.23",
    mac: undefined,
    interface: "eth0",
    labels: {},
    taints: [],
    os: { image: "ubuntu-24.04", timezone: "UTC", locale: "C.UTF-8", upgrade: "security", packages: [] },
    edgePulse: {
      enabled: true,
      zramPercent: 40,
      swapSizeMiB: 1024,
      swapDevice: "auto",
      api: { listen: "node", port: 8080 },
      sdProtection: true,
    },
    k3s: {
      version: "v1.34.8+k3s1",
      config: {},
      registries: {},
      mirror: "https://github.com/k3s-io/k3s/releases/download",
    },
  });
});

test("later layers count more: built-in, top, defaults, role, node; maps are merged, lists replaced", async () => {
  const cluster = await clusterOf(
    `${head}os: {timezone: Asia/Tokyo, packages: [a1]}\nk3s: {config: {kubelet-arg: [a=1], selinux: true}}\n` +
      "defaults: {labels: {a: d, b: d}, os: {locale: de_DE.UTF-8}, board: pi-4b, memory: 4GiB}\n" +
      "roles: {worker: {labels: {b: r, c: r}, os: {packages: [b1]}, k3s: {config: {kubelet-arg: [b=1]}}}}\n" +
      "nodes:\n  - {name: cp, role: control-plane, address: 10.1.40.22}\n" +
      "  - {name: w1, role: worker, address: 10.1.40.23, labels: {c: n}, os: {upgrade: none}, memory: 8GiB}\n",
  );
  expect(node(cluster, "w1")).toMatchObject({
    memoryMiB: 8192,
    labels: { a: "d", b: "r", c: "n" },
    os: { timezone: "Asia/Tokyo", locale: "de_DE.UTF-8", packages: ["b1"], upgrade: "none" },
    k3s: { config: { "kubelet-arg": ["b=1"], selinux: true } },
  });
  expect(node(cluster, "cp")).toMatchObject({
    os: { packages: ["a1"], upgrade: "security" },
    labels: { a: "d", b: "d" },
  });
});

test("what K3s servers alone understand does not reach the workers when it is said for all", async () => {
  const cluster = await clusterOf(`${good}k3s: {config: {disable-network-policy: true, kubelet-arg: [v=2]}}\n`);
  expect(node(cluster, "dcn1").k3s.config).toEqual({ "disable-network-policy": true, "kubelet-arg": ["v=2"] });
  expect(node(cluster, "dcn2").k3s.config).toEqual({ "kubelet-arg": ["v=2"] });
});

test("a range makes nodes in place, with the addresses of its other side", async () => {
  const range = '  - {name: "w{08..10}", role: worker, board: pi-4b, memory: 4GiB, address: "10.1.40.{30..32}"}\n';
  const cluster = await clusterOf(`${head}nodes:\n${controlPlane}${range}${worker}`);
  expect(cluster.nodes.map(({ name, address }) => `${name} ${address}`)).toEqual([
    "dcn1 10.1.40.22",
    "w08 10.1.40.30",
    "w09 10.1.40.31",
    "w10 10.1.40.32",
    "dcn2 10.1.40.23",
  ]);
});

test("ten thousand nodes of a range share their settings, and so do entries that say nothing of their own", async () => {
  const nodes = '  - {name: "w{00001..10000}", role: worker, board: pi-4b, memory: 4GiB, address: 10.2.1.1+}\n';
  const one = "  - {name: x, role: worker, board: pi-4b, memory: 4GiB, address: 10.2.0.9, labels: {a: b}}\n";
  const network = "version: 1\nnetwork: {subnet: 10.2.0.0/16, gateway: 10.2.0.1}\n";
  const first = controlPlane.replace("10.1.40", "10.2.0");
  const cluster = await clusterOf(
    `${network}k3s: {config: {cluster-cidr: 10.128.0.0/9}}\nnodes:\n${first}${nodes}${one}`,
  );
  const [w1, w2, x] = ["w00001", "w10000", "x"].map((name) => node(cluster, name));
  expect(cluster.nodes).toHaveLength(10_002);
  expect([w2?.os, w2?.k3s, w2?.edgePulse, w2?.labels]).toEqual([w1?.os, w1?.k3s, w1?.edgePulse, w1?.labels]);
  for (const other of [w2, x]) {
    expect(other?.os).toBe(w1?.os);
    expect(other?.k3s).toBe(w1?.k3s);
    expect(other?.edgePulse).toBe(w1?.edgePulse);
  }
});

test.each([
  ["1GiB", 60],
  ["4GiB", 40],
  ["8GiB", 30],
])("with %s the compressed swap is %i % of it", async (memory, percent) => {
  const { cluster } = await read(good.replaceAll("memory: 4GiB", `memory: ${memory}`));
  expect(cluster?.nodes[1]?.edgePulse.zramPercent).toBe(percent);
});

test("without a worker the control plane has no taint", async () => {
  const { k3s } = await clusterOf(`${head}nodes:\n${controlPlane}`);
  expect(k3s.taintControlPlane).toBe(false);
});

test("the role is enough for Rancher, at the address of its node", async () => {
  const cluster = await clusterOf(`${head}nodes:\n${rancher}${controlPlane}`);
  expect(cluster.rancher).toEqual({ version: "v2.13.8", serverUrl: "https://10.1.40.21", image: "rancher/rancher" });
});

test("without hardening secrets are encrypted only when it is said", async () => {
  expect((await clusterOf(`${good}hardening: off\n`)).k3s.secretsEncryption).toBe(false);
  expect((await clusterOf(`${good}hardening: off\nk3s: {secrets_encryption: true}\n`)).k3s.secretsEncryption).toBe(
    true,
  );
});

test("the interface of other computers is what their own layers say", async () => {
  const pc = "{role: worker, board: generic-amd64, memory: 3GiB, os: {image: generic}";
  const cluster = await clusterOf(
    `${head}nodes:\n${controlPlane}  - ${pc}, name: a, address: 10.1.40.31, interface: enp1s0}\n  - ${pc}, name: b, address: 10.1.40.32, mac: "52:54:00:00:00:01"}\n`,
  );
  expect([node(cluster, "a").interface, node(cluster, "b").interface]).toEqual(["enp1s0", undefined]);
  expect(node(cluster, "b").mac).toBe("52:54:00:00:00:01");
});

test("keys and manifests come from the files that the profile names", async () => {
  const key = "ssh-ed25519 AAAAC3NzaC1lZDI1NTE5AAAAIAABAgMEBQYHCAkKCwwNDg8QERITFBUWFxgZGhscHR4f";
  const object = "apiVersion: v1\nkind: List\n";
  const cluster = await clusterOf(
    `${good}access: {ssh_authorized_keys: [{file: keys}, "${key} c"]}\nk3s: {manifests: [apps, z.yaml]}\n`,
    { keys: `# ours\n${key} a\n\n${key} b\n`, "apps/x.yaml": object, "apps/y.yaml": object, "z.yaml": object },
  );
  expect(cluster.access.sshAuthorizedKeys).toEqual([`${key} a`, `${key} b`, `${key} c`]);
  expect(cluster.k3s.manifests.map(({ name }) => name)).toEqual(["x.yaml", "y.yaml", "z.yaml"]);
  const { text, spans } = marked(`${good}access: {ssh_authorized_keys: [«{file: keys}», «"${key} c"»]}\n`);
  const other = await clusterOf(text, { keys: `${key} a\n${key} b\n` });
  expect([1, 2].map((index) => other.origin(["access", "ssh_authorized_keys", index]).span?.start)).toEqual(
    spans.map(({ start }) => start),
  );
});

test("every value leads back to the layer and the place that it came from", async () => {
  const { text, spans } = marked(
    `${head}os: {timezone: «Asia/Tokyo»}\ndefaults: {memory: «4GiB», board: pi-4b}\nroles: {worker: {labels: {a: «b»}}}\n` +
      'nodes:\n  - {name: cp, role: control-plane, address: 10.1.40.22}\n  - «{name: "w{1..2}", role: worker, address: «10.1.40.30+», k3s: {config: {selinux: «true»}}}»\n',
  );
  const { origin } = await clusterOf(text);
  const layer = (...path: (string | number)[]) => [origin(path).layer, origin(path).span?.start];
  expect(layer("nodes", 2, "os", "timezone")).toEqual(["profile", spans[0]?.start]);
  expect(layer("nodes", 2, "memory")).toEqual(["defaults", spans[1]?.start]);
  expect(layer("nodes", 1, "labels", "a")).toEqual(["roles.worker", spans[2]?.start]);
  expect(layer("nodes", 2)).toEqual(["node", spans[3]?.start]);
  expect(layer("nodes", 1, "address")).toEqual(["node", spans[4]?.start]);
  expect(layer("nodes", 1, "k3s", "config", "selinux")).toEqual(["node", spans[5]?.start]);
  expect(layer("nodes", 1, "os", "image")).toEqual(["built-in", spans[3]?.start]);
  expect(covered(origin(["network", "gateway"]).keySpan, text)).toBe("gateway");
});

test("a range whose sides differ in length is refused, with the way out", async () => {
  const rest = "role: worker, board: pi-4b, memory: 4GiB";
  await expectFaults(`${head}nodes:\n${controlPlane}  - {name: "w{1..3}", ${rest}, address: «"10.1.40.{31..32}"»}\n`, [
    "bad-range",
  ]);
  const [found] = await expectFaults(
    `${head}nodes:\n${controlPlane}  - {name: "w{1..3}", ${rest}, address: «10.1.40.31»}\n`,
    ["bad-range"],
  );
  expect(found?.suggestion?.text).toBe("10.1.40.31+");
});

test("a faulty range is one fault, and the node's other values are still looked at", async () => {
  const rest = "role: worker, board: pi-4b";
  await expectFaults(
    `${head}nodes:\n${controlPlane}  - {name: «"w{3..1}"», ${rest}, memory: «3GiB», address: 10.1.40.31+}\n`,
    ["bad-range", "memory-not-sold"],
  );
});

test("one MAC address cannot be that of a range", async () => {
  const rest = "role: worker, board: pi-4b, memory: 4GiB, address: 10.1.40.31+";
  await expectFaults(`${head}nodes:\n${controlPlane}  - {name: "w{1..3}", ${rest}, mac: «52:54:00:00:00:01»}\n`, [
    "bad-range",
  ]);
});

test("more nodes than twenty thousand are refused before they are made", async () => {
  const rest = "role: worker, board: pi-4b, memory: 4GiB";
  const small = "k3s: {config: {kube-controller-manager-arg: [node-cidr-mask-size=28]}}\n";
  const network = `version: 1\nnetwork: {subnet: 10.0.0.0/8, gateway: 10.0.0.1}\n${small}`;
  const first = `  - {name: "a{1..12000}", ${rest}, address: 10.4.0.1+}\n`;
  await expectFaults(
    `${network}nodes:\n${controlPlane}${first}  - {name: «"b{1..12000}"», ${rest}, address: 10.3.0.1+}\n`,
    ["bad-range"],
  );
});

test("an address in place of the network is told the network", async () => {
  const fixture = good.replace("10.1.40.0/24", "«10.1.40.7/24»");
  const [found] = await expectFaults(fixture, ["bad-value"]);
  expect(found?.suggestion?.text).toBe("10.1.40.0/24");
});

test("nobody can have an address in the loopback network", async () => {
  const fixture = good.replace("10.1.40.0/24", "«127.0.0.0/8»").replaceAll("10.1.40.", "127.1.40.");
  await expectFaults(fixture, ["bad-value"]);
});
