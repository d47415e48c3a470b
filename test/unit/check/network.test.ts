import { expect, test } from "vitest";
import { controlPlane, expectFaults, good, head, rancher, worker } from "../support/front-end.ts";

const pi = "role: worker, board: pi-4b, memory: 4GiB";
const withNode = (node: string) => `${head}nodes:\n${controlPlane}  - {${node}}\n`;
const network = (keys: string, nodes = `${controlPlane}${worker}`) =>
  `version: 1\nnetwork: {subnet: 10.1.40.0/24, gateway: 10.1.40.1, ${keys}}\nnodes:\n${nodes}`;

test("range-past-subnet: one fault for the range, which names the first that is out and how many fit", async () => {
  const fixture = withNode(`name: "w{1..240}", ${pi}, address: «10.1.40.25+»`);
  const [found] = await expectFaults(fixture, ["range-past-subnet"]);
  expect(found?.message).toBe(
    'the addresses of "w1" to "w240" run over the end of 10.1.40.0/24: 230 of 240 fit, "w231" would get 10.1.40.255',
  );
  expect(found?.notes).toMatchObject([
    { message: "10.1.40.0/23 would hold them all, if that is the network that the router has" },
    { message: "the network is here", span: { start: head.indexOf("10.1.40.0/24") } },
  ]);
});

test("range-past-subnet: the last start that is offered leaves what others have to them", async () => {
  const [free] = await expectFaults(withNode(`name: "w{1..40}", ${pi}, address: «10.1.40.225+»`), [
    "range-past-subnet",
  ]);
  expect(free?.notes[0]?.message).toBe("10.1.40.215+ is the last start from which all 40 fit");
  const other = `name: b, ${pi}, address: 10.1.40.220}\n  - {name: "w{1..40}", ${pi}, address: «10.1.40.225+»`;
  const [beside] = await expectFaults(withNode(other), ["range-past-subnet"]);
  expect(beside?.notes[0]?.message).toBe("10.1.40.180+ is the last start from which all 40 fit");
});

test("range-past-subnet: also one octet further in, and with the last address of the network alone", async () => {
  await expectFaults(withNode(`name: "w{1..3}", ${pi}, address: «"10.1.{40..42}.9"»`), ["range-past-subnet"]);
  await expectFaults(withNode(`name: "w{1..3}", ${pi}, address: «10.1.40.253+»`), ["range-past-subnet"]);
  await expectFaults(withNode(`name: "w{1..2}", ${pi}, address: 10.1.40.253+`), []);
});

test("range-past-subnet: two nodes that are no range are two faults of their own", async () => {
  const nodes = `  - {name: a, ${pi}, address: 10.1.40.254}\n  - {name: b, ${pi}, address: «10.1.40.255»}\n`;
  await expectFaults(`${head}nodes:\n${controlPlane}${nodes}`, ["address-reserved"]);
});

test("cluster-range-overlap: a network inside is said once, not again for what is in it", async () => {
  const inside = good.replace("10.1.40.0/24", "«10.42.7.0/24»").replaceAll("10.1.40.", "10.42.7.");
  const [found] = await expectFaults(inside, ["cluster-range-overlap"]);
  expect(found?.message).toBe("the network 10.42.7.0/24 lies in 10.42.0.0/16, where K3s puts its pods");
});

test("cluster-range-overlap: machines inside, where the network is larger", async () => {
  const around = `version: 1\nnetwork: {subnet: 10.0.0.0/8, gateway: «10.42.0.1», nameservers: [«10.43.0.10», 1.1.1.1], ntp: [«10.42.0.9», pool.ntp.org]}\n`;
  const nodes = `nodes:\n${rancher}${controlPlane}${worker.replace("10.1.40.23", "«10.42.0.23»")}`;
  const fixture = `${around}rancher: {server_url: «https://10.43.1.1»}\n${nodes}`;
  const codes = Array.from({ length: 5 }, () => "cluster-range-overlap");
  await expectFaults(fixture.replace("«https://10.43.1.1»", "https://10.1.40.21"), codes.slice(1));
  const urls = await expectFaults(
    `${head}rancher: {server_url: ««https://10.43.1.1»»}\nnodes:\n${rancher}${controlPlane}`,
    ["cluster-range-overlap", "rancher-url-elsewhere"],
  );
  expect(urls[0]?.message).toBe("10.43.1.1 of Rancher's URL lies in 10.43.0.0/16, where K3s puts its services");
});

test("cluster-range-overlap: pods and services in one range", async () => {
  await expectFaults(`${good}k3s: {config: {«cluster-cidr»: 10.43.128.0/17}}\n`, ["cluster-range-overlap"]);
  await expectFaults(`${good}k3s: {config: {«service-cidr»: 10.42.9.0/24}}\n`, ["cluster-range-overlap"]);
});

test("cluster-range-overlap: quiet when pods are elsewhere, or the network is only around them", async () => {
  const moved = good.replaceAll("10.1.40.", "10.42.40.");
  await expectFaults(`${moved}k3s: {config: {cluster-cidr: 10.52.0.0/16}}\n`, []);
  await expectFaults(`${moved}k3s: {config: {cluster-cidr: "10.52.0.0/16,fd00:52::/56"}}\n`, []);
  await expectFaults(good.replace("10.1.40.0/24", "10.0.0.0/8"), []);
});

test("pod-range-small: each node takes a /24 of the pods' range", async () => {
  const many = withNode(`name: "w{1..300}", ${pi}, address: 10.1.41.1+`).replace("10.1.40.0/24", "10.1.40.0/22");
  const [found] = await expectFaults(many.replace("nodes", "«nodes»"), ["pod-range-small"]);
  expect(found?.message).toBe("10.42.0.0/16 has room for the pods of 256 nodes, and the cluster has 301");
  expect(found?.notes[0]?.message).toContain("10.128.0.0/15");
  await expectFaults(`${many}k3s: {config: {cluster-cidr: 10.128.0.0/15}}\n`, []);
  await expectFaults(`${many}k3s: {config: {kube-controller-manager-arg: [node-cidr-mask-size=26]}}\n`, []);
  await expectFaults(`${good}k3s: {config: {«cluster-cidr»: 10.52.0.0/24}}\n`, ["pod-range-small"]);
});

test.each([
  ["127.0.0.53", "each node itself, where no name server runs"],
  ['"::1"', "each node itself, where no name server runs"],
  ['"fe80::1"', "a link-local address, which needs the name of an interface with it"],
  ["0.0.0.0", "no address that a machine can have"],
  ["224.0.0.251", "no address that a machine can have"],
  ["10.1.40.0", "the address of the network itself"],
  ["10.1.40.255", "the broadcast address of the network"],
])("nameserver-unusable: %s is %s", async (address, what) => {
  const [found] = await expectFaults(network(`nameservers: [«${address}», 1.1.1.1]`), ["nameserver-unusable"]);
  expect(found?.message).toBe(`the name server ${address.replaceAll('"', "")} is ${what}`);
});

test("nameserver-in-cluster: only when there is no other one", async () => {
  await expectFaults(network("nameservers: [«10.1.40.23»]"), ["nameserver-in-cluster"]);
  await expectFaults(network("nameservers: [«10.1.40.23», 10.1.40.22]"), ["nameserver-in-cluster"]);
  await expectFaults(network("nameservers: [10.1.40.23, 10.1.40.1]"), []);
});

test.each([
  ["192.186.1.0/24", "192.168.1.0/24"],
  ["192.16.1.0/24", "192.168.1.0/24"],
  ["11.1.40.0/24", undefined],
  ["172.32.0.0/24", undefined],
])("subnet-public: %s is somebody else's", async (subnet, suggestion) => {
  const start = subnet.replace(/0\/24$/, "");
  const fixture = good.replace("10.1.40.0/24", `«${subnet}»`).replaceAll("10.1.40.", start);
  const [found] = await expectFaults(fixture, ["subnet-public"]);
  expect(found?.severity).toBe("warning");
  expect(found?.suggestion?.text).toBe(suggestion);
});

test.each(["192.168.1.0/24", "172.16.9.0/24", "100.64.1.0/24", "203.0.113.0/24"])(
  "subnet-public: %s is private, or made for examples",
  async (subnet) => {
    await expectFaults(good.replace("10.1.40.0/24", subnet).replaceAll("10.1.40.", subnet.replace(/0\/24$/, "")), []);
  },
);

test("search-local: local itself, not a domain below it", async () => {
  await expectFaults(network("search: [«local»]"), ["search-local"]);
  await expectFaults(network("search: [corp.local, lan]"), []);
});

test.each(["nameservers: [1.1.1.1, «1.1.1.1»]", "ntp: [a.org, b.org, «a.org»]", "search: [a.org, «a.org»]"])(
  "repeated-item: %s",
  async (keys) => {
    const [found] = await expectFaults(network(keys), ["repeated-item"]);
    expect(found?.notes).toMatchObject([{ message: "first used here" }]);
  },
);

test("repeated-item: in other lists, and never a key itself", async () => {
  await expectFaults(`${good}k3s: {tls_san: [a.org, «a.org»]}\n`, ["repeated-item"]);
  await expectFaults(`${good}os: {packages: [htop, «htop»]}\n`, ["repeated-item"]);
  await expectFaults(`${good}firewall_open: [tcp/80, udp/80, «tcp/80»]\n`, ["repeated-item"]);
  const key = "ssh-ed25519 AAAAC3NzaC1lZDI1NTE5AAAAIAABAgMEBQYHCAkKCwwNDg8QERITFBUWFxgZGhscHR4f a";
  const [found] = await expectFaults(`${good}access: {ssh_authorized_keys: [${key}, «${key}»]}\n`, ["repeated-item"]);
  expect(found?.message).toBe("this key stands in ssh_authorized_keys twice");
  await expectFaults(`${good}access: {ssh_authorized_keys: [{file: keys}]}\n`, [], { keys: `${key}\n${key}\n` });
});

test("country-unknown: a code that no country has", async () => {
  const [found] = await expectFaults(
    network("interface: wlan0, wifi: {ssid: a, country: «JA»}").replaceAll("wlan0", "wlan0"),
    ["country-unknown"],
  );
  expect(found?.suggestion?.text).toBe("JP");
  await expectFaults(network("interface: wlan0, wifi: {ssid: a, country: IN}"), []);
});

test("port-closed: what flannel and a range of NodePorts need, unless it is opened", async () => {
  const wireguard = `${good}k3s: {config: {flannel-backend: «wireguard-native»}}\n`;
  const [found] = await expectFaults(wireguard, ["port-closed"]);
  expect(found?.notes).toEqual([{ message: "add `firewall_open: [udp/51820]`" }]);
  const open = wireguard.replace(/[«»]/g, "");
  await expectFaults(`${open}firewall_open: [udp/51820]\n`, []);
  await expectFaults(`${open}firewall: off\n`, []);
  await expectFaults(`${good}k3s: {config: {«service-node-port-range»: 80-32767}}\n`, ["port-closed"]);
  await expectFaults(`${good}k3s: {config: {service-node-port-range: 30000-31000, flannel-backend: host-gw}}\n`, []);
});

test("rancher-url-elsewhere: an address that is not that of the Rancher node, or another port of it", async () => {
  const managed = (url: string) => `${head}rancher: {server_url: ${url}}\nnodes:\n${rancher}${controlPlane}${worker}`;
  const [found] = await expectFaults(managed("«https://10.1.40.23»"), ["rancher-url-elsewhere"]);
  expect(found?.message).toBe('Rancher runs on "dcn0" with the address 10.1.40.21; 10.1.40.23 is that of "dcn2"');
  expect(found?.suggestion?.text).toBe("https://10.1.40.21");
  await expectFaults(managed("«https://10.1.40.99»"), ["rancher-url-elsewhere"]);
  await expectFaults(managed("«https://localhost»"), ["rancher-url-elsewhere"]);
  await expectFaults(managed("«https://10.1.40.21:8443»"), ["rancher-url-elsewhere"]);
  await expectFaults(managed("https://10.1.40.21:443/"), []);
  await expectFaults(managed("https://rancher.example.org:8443"), []);
});

test("mdns-name: Rancher under a name that pods cannot ask for", async () => {
  const [found] = await expectFaults(
    `${head}rancher: {server_url: «https://dcn0.local»}\nnodes:\n${rancher}${controlPlane}`,
    ["mdns-name"],
  );
  expect(found?.suggestion?.text).toBe("https://10.1.40.21");
});
