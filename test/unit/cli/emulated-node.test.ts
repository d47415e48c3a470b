import { expect, test } from "vitest";
import { emulated } from "../../../src/cli/emulated-node.ts";
import type { ClusterNode } from "../../../src/model/cluster.ts";
import { expected } from "../boot/sample.ts";

const { cluster, node } = expected("dcn1");
const on = (machine: "virt" | "raspi3b", change: Partial<ClusterNode> = {}) => {
  const changed = { ...node, ...change };
  const nodes = cluster.nodes.map((each) => (each === node ? changed : each));
  const made = emulated({ ...cluster, nodes }, changed, machine);
  expect(made.cluster.nodes).toContain(made.node);
  return { interface: made.node.interface, mac: made.node.mac, card: made.mac };
};
const second = "d8:3a:dd:00:00:02";

test("on -M virt the node is what the profile says", () => {
  expect(on("virt")).toEqual({ interface: "eth0", mac: undefined, card: second });
  expect(on("virt", { mac: "52:54:00:00:00:01" })).toMatchObject({ interface: "eth0", card: "52:54:00:00:00:01" });
});

test("whatever is not eth0 there is found by its MAC, a radio too", () => {
  const byMac = { interface: undefined, mac: second, card: second };
  expect(on("raspi3b")).toEqual(byMac);
  for (const name of ["wlan0", "end0", undefined]) expect(on("virt", { interface: name })).toEqual(byMac);
});
