import { afterAll, beforeAll, expect, test } from "vitest";
import { type Lab, openLab } from "./lab.ts";
import { edgegenBoot } from "./verb.ts";

let lab: Lab;
beforeAll(async () => {
  lab = await openLab();
});
afterAll(() => lab?.close());

test("edgegen boot: Rancher's node comes to the first thing that it must download", async () => {
  const stdout = await edgegenBoot(lab, "dcn0", "--boots", "1");
  expect(stdout).toMatch(/step docker: (?!done)/);
  expect(stdout).toContain("everything before docker");
  expect(stdout).toMatch(/^ {2}pass {2}steps$/m);
});
