import { afterAll, beforeAll, expect, test } from "vitest";
import { type Lab, openLab } from "./lab.ts";
import { edgegenBoot } from "./verb.ts";

let lab: Lab;
beforeAll(async () => {
  lab = await openLab();
});
afterAll(() => lab?.close());

test("edgegen boot: Rancher's node comes to the first thing that it must download, and does nothing again at its second boot", async () => {
  const stdout = await edgegenBoot(lab, "dcn0");
  expect(stdout).toMatch(/step docker: (?!done)/);
  expect(stdout).toContain("everything before docker");
  expect(stdout.match(/^ {2}pass {2}steps$/gm)?.length).toBe(2);
});
