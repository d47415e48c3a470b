import { expect, test } from "vitest";
import { shape } from "../support/shape.ts";

const profile = (nodes: string) =>
  `version: 1\nnetwork: {subnet: 10.1.40.0/24, gateway: 10.1.40.1}\ndefaults: {board: pi-4b, memory: 4GiB}\nnodes:\n${nodes}`;
const codes = (nodes: string) => shape(profile(nodes)).diagnostics.map(({ code, message }) => `${code}: ${message}`);
const noList = "wrong-type: nodes must be a list, not a map";

test("nodes by their names are read as a list, each with its own faults", () => {
  const found = codes("  a: {role: worker, addres: 10.1.40.22}\n  b:\n");
  expect(found).toEqual([
    noList,
    'missing-key: missing keys "role", "address" in node "b"',
    'unknown-key: unknown key "addres" in node "a"',
  ]);
});

test("they become nodes of these names, for what is said later", () => {
  const { value } = shape(profile("  a: {role: worker, address: 10.1.40.22}\n  b: {name: c, role: worker}\n"));
  expect(value?.values.nodes?.map(({ name }) => name)).toEqual(["a", "c"]);
});

test("one node without its hyphen is one node", () => {
  expect(codes("  name: a\n  role: master\n  address: 10.1.40.22\n")).toEqual([
    noList,
    'bad-value: role of node "a" cannot be the text "master"',
  ]);
});

test.each([
  "  a: 10.1.40.22\n",
  "  worker: [{name: a}]\n",
  "  worker: {hosts: {10.1.40.22: {}}}\n",
  "  name: {first: a}\n  extra: 1\n",
  "  {}\n",
])("what cannot be such a list is only said to be none: %j", (nodes) => {
  expect(codes(nodes)).toEqual([noList]);
});
