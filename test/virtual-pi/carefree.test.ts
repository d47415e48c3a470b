import { afterAll, beforeAll, expect, test } from "vitest";
import type { ConsoleEvent } from "../../src/boot/console.ts";
import { cutPower, powerOn } from "../../src/boot/power.ts";
import { readBootFile } from "./disk.ts";
import { type Lab, openLab, plugIn } from "./lab.ts";

/** What the power cuts of the other tests would be, if nothing were done against them. */
let lab: Lab;
beforeAll(async () => {
  lab = await openLab("dcn1");
});
afterAll(() => lab?.close());

/** The first stage of cloud-init is through, and nothing flushed. */
const written = (event: ConsoleEvent) => event.kind === "cloud-init" && event.stage === "init";

test("a card without bootcmd's care stays what a cut inside cloud-init made of it: the cuts are real", async () => {
  const { slot } = await plugIn(lab, "dcn2", { carefree: true });
  const first = await powerOn(slot, { reached: written, patience: 900 });
  expect(first.ending).toBe("reached");
  await cutPower(first.qemu);
  const second = await powerOn(slot, { reached: ({ kind }) => kind === "cloud-init-finished", patience: 900 });
  expect(second.ending).toBe("reached");
  await new Promise((resolve) => setTimeout(resolve, 45_000));
  await cutPower(second.qemu);
  expect(await readBootFile(slot, "edgegen/status.txt")).toContain("This card has never run edgegen");
});
