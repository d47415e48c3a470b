import { expect, test } from "vitest";
import { shape, shapely } from "../support/shape.ts";

const nodes = (node: string) => shape(shapely.replace("nodes: []", `nodes: [{name: a, ${node}}]`)).value;

test("what is offered is taken, so that the rest can be looked at", () => {
  const value = nodes("role: master, board: rpi4, memory: 8, address: 10.1.40.2");
  expect(value?.values.nodes).toEqual([
    { name: "a", role: "control-plane", board: "pi-4b", memory: 8192, address: "10.1.40.2" },
  ]);
  expect(value?.refused.size).toBe(0);
  expect(value?.partial).toBe(true);
});

test("what is only a guess among several is refused, and so is what nobody understands", () => {
  const value = nodes("role: worker, board: generic, memory: much, address: 10.1.40.2");
  expect(value?.values.nodes).toEqual([{ name: "a", role: "worker", address: "10.1.40.2" }]);
  expect(value?.refused.size).toBe(2);
});

test("a value keeps the place at which it was written", () => {
  const text = shapely.replace("nodes: []", "nodes: [{name: a, role: master}]");
  const { value } = shape(text);
  const role = value?.tree.entries.get("nodes")?.value;
  const span = role?.kind === "list" && role.items[0]?.kind === "map" && role.items[0].entries.get("role")?.value.span;
  expect(span && text.slice(span.start, span.end)).toBe("master");
});
