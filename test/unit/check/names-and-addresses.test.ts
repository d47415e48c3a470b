import { expect, test } from "vitest";
import { controlPlane, expectFaults, good, head, read, worker } from "../support/front-end.ts";

const pi = "role: worker, board: pi-4b, memory: 4GiB";
const withNode = (node: string) => `${head}nodes:\n${controlPlane}  - {${node}}\n`;

test("a good profile has no faults", async () => {
  await expectFaults(good, []);
});

test.each([
  ["capital letters", `name: «DCN2», ${pi}, address: 10.1.40.23`, "dcn2"],
  ["an underscore", `name: «edge_2», ${pi}, address: 10.1.40.23`, "edge-2"],
  ["a dot", `name: «dcn2.lab», ${pi}, address: 10.1.40.23`, "dcn2"],
  ["a hyphen at the end", `name: «dcn-», ${pi}, address: 10.1.40.23`, "dcn"],
  ["a space", `name: «my node», ${pi}, address: 10.1.40.23`, "my-node"],
  ["capital letters, in a range of one", `name: «"DCN{2..2}"», ${pi}, address: "10.1.40.{23..23}"`, undefined],
  ["a number, which ssh takes for an address", `name: «"42"», ${pi}, address: 10.1.40.23`, undefined],
  ["localhost", `name: «localhost», ${pi}, address: 10.1.40.23`, undefined],
  ["the name of a file in the output", `name: «kubeconfig», ${pi}, address: 10.1.40.23`, undefined],
])("bad-name: a node cannot be called by %s", async (_title, node, suggestion) => {
  const [found] = await expectFaults(withNode(node), ["bad-name"]);
  expect(found?.suggestion?.text).toBe(suggestion);
});

test("bad-name: the cluster's name is a label too, also when it is that of the file", async () => {
  await expectFaults(`${good}cluster: «My Lab»\n`, ["bad-name"]);
  const { diagnostics } = await read(good.replace("version", "cluster: lab.prod\nversion"));
  expect(diagnostics).toMatchObject([{ code: "bad-name", message: '"lab.prod" cannot be the name of the cluster' }]);
});

test("duplicate-name: at the second, with the first", async () => {
  const fixture = withNode(`name: «dcn1», ${pi}, address: 10.1.40.23`);
  const [found] = await expectFaults(fixture, ["duplicate-name"]);
  expect(found?.notes).toMatchObject([{ message: "first used here", span: { start: fixture.indexOf("dcn1") } }]);
});

test("duplicate-address: at the second, with the first, also inside a range", async () => {
  const [found] = await expectFaults(withNode(`name: dcn2, ${pi}, address: «10.1.40.22»`), ["duplicate-address"]);
  expect(found?.message).toBe('the address 10.1.40.22 is used by "dcn1" and "dcn2"');
  expect(found?.notes).toMatchObject([{ message: "first used here" }]);
  const [range] = await expectFaults(withNode(`name: "w{1..9}", ${pi}, address: «10.1.40.20+»`), ["duplicate-address"]);
  expect(range?.message).toBe('the address 10.1.40.22 is used by "dcn1" and "w3"');
});

test("duplicate-mac: however it is written", async () => {
  const one = worker.replace("}", ", mac: 52-54-00-00-00-0A}");
  const two = `  - {name: dcn3, ${pi}, address: 10.1.40.24, mac: «"52:54:00:00:00:0a"»}\n`;
  await expectFaults(`${head}nodes:\n${controlPlane}${one}${two}`, ["duplicate-mac"]);
});

test("address-outside-subnet: at the address, with the network", async () => {
  const [found] = await expectFaults(withNode(`name: dcn2, ${pi}, address: «10.1.41.23»`), ["address-outside-subnet"]);
  expect(found?.notes).toMatchObject([
    { message: "expected: 10.1.40.1 to 10.1.40.254" },
    { message: "the network is here", span: { start: head.indexOf("10.1.40.0/24") } },
  ]);
});

test("address-outside-subnet: a range that begins outside is one fault, of its first", async () => {
  const [found] = await expectFaults(withNode(`name: "w{1..200}", ${pi}, address: «10.1.41.1+»`), [
    "address-outside-subnet",
  ]);
  expect(found?.message).toBe('10.1.41.1 of "w1" is outside 10.1.40.0/24');
});

test.each([
  ["10.1.40.0", "the address of the network itself"],
  ["10.1.40.255", "the broadcast address of the network"],
  ["10.1.40.1", "the gateway's address"],
])("address-reserved: a node cannot have %s, %s", async (address, what) => {
  const [found] = await expectFaults(withNode(`name: dcn2, ${pi}, address: «${address}»`), ["address-reserved"]);
  expect(found?.message).toBe(`${address} of "dcn2" is ${what}`);
});

test("address-reserved: nor can the gateway", async () => {
  await expectFaults(good.replace("10.1.40.1}", "«10.1.40.255»}"), ["address-reserved"]);
});

test("gateway-outside-subnet", async () => {
  await expectFaults(good.replace("10.1.40.1}", "«10.1.41.1»}"), ["gateway-outside-subnet"]);
});

test("wifi-missing: a node on Wi-Fi, but nothing that it could log in with", async () => {
  await expectFaults(withNode(`name: dcn2, ${pi}, address: 10.1.40.23, interface: «wlan0»`), ["wifi-missing"]);
});

test("wifi-unused: Wi-Fi, but nobody on it", async () => {
  const wifi = good.replace("10.1.40.1}", "10.1.40.1, «wifi»: {ssid: x, country: IN}}");
  await expectFaults(wifi, ["wifi-unused"]);
  const used = good
    .replace("10.1.40.1}", "10.1.40.1, wifi: {ssid: x, country: IN}}")
    .replace("10.1.40.23}", "10.1.40.23, interface: wlan0}");
  await expectFaults(used, []);
});

test.each([
  ["22", ["port-taken"]],
  ["6443", ["port-taken"]],
  ["30080", ["port-taken"]],
  ["8081", []],
])("port-taken: Edge-Pulse at %s", async (port, codes) => {
  await expectFaults(`${good}edge_pulse: {api: {port: ${codes.length > 0 ? `«${port}»` : port}}}\n`, codes);
  const off = "roles: {control-plane: {edge_pulse: {api: {listen: off}}}, worker: {edge_pulse: {api: {listen: off}}}}";
  await expectFaults(`${good}edge_pulse: {api: {port: ${port}}}\n${off}\n`, []);
});
