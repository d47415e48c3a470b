import { afterAll, beforeAll, expect, test } from "vitest";
import { awaitManaged, imports } from "./managed.ts";
import { awaitNodes, awaitReady } from "./node.ts";
import { openRack, type Rack } from "./rack.ts";
import { until } from "./until.ts";

/** Here the import is left to its timer: nothing is started by hand. */
let rack: Rack;
beforeAll(async () => {
  rack = await openRack("dcn0", "dcn1", "dcn2");
});
afterAll(() => rack?.close());

test("the cluster does not wait for Rancher", async () => {
  for (const node of ["dcn1", "dcn2"]) await rack.on(node);
  await Promise.all(["dcn1", "dcn2"].map((node) => awaitReady(rack, node)));
  await awaitNodes(rack, "dcn1 Ready", "dcn2 Ready");
  await until("the import waits", 60, async () => {
    const { text } = await rack.run("dcn1", "cat", "/run/edgegen/background/import.json");
    return /"done": false/.test(text) && text.includes("waiting until Rancher expects this cluster") ? true : text;
  });
});

test("and is imported once when Rancher comes", async () => {
  await rack.on("dcn0");
  await awaitReady(rack, "dcn0");
  await awaitManaged(rack);
  expect(imports(rack)).toBe(1);
});
