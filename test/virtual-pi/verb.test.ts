import { afterAll, beforeAll, expect, test } from "vitest";
import { lanAddress } from "../boot/payload.ts";
import { type Lab, openLab } from "./lab.ts";
import { edgegenBoot } from "./verb.ts";

let lab: Lab;
beforeAll(async () => {
  lab = await openLab();
});
afterAll(() => lab?.close());

test("edgegen boot --mirror: a control plane comes up to its last step, and is as its Cluster says", async () => {
  const stdout = await edgegenBoot(lab, "dcn1", "--mirror", `http://${lanAddress}/k3s`, "--boots", "1");
  expect(stdout).toContain("every step is done");
  expect(lab.rack.requests()).toContain("k3s-arm64");
});
