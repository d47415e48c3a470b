import { afterAll, beforeAll, expect, test } from "vitest";
import { lanAddress } from "../boot/payload.ts";
import { type Lab, openLab } from "./lab.ts";
import { edgegenBoot } from "./verb.ts";

let lab: Lab;
beforeAll(async () => {
  lab = await openLab();
});
afterAll(() => lab?.close());

test("edgegen boot --mirror: a control plane comes up to its last step, is as its Cluster says, and does nothing again at its second boot", async () => {
  const stdout = await edgegenBoot(lab, "dcn1", "--mirror", `http://${lanAddress}/k3s`);
  expect(stdout.match(/every step is done/g)?.length).toBe(2);
  expect(stdout.match(/^ {2}pass {2}steps$/gm)?.length).toBe(2);
  expect(lab.rack.requests()).toContain("k3s-arm64");
});
