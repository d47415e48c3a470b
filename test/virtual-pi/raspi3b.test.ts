import { afterAll, beforeAll, expect, test } from "vitest";
import { durations } from "../../src/boot/progress.ts";
import { readBootFile } from "./disk.ts";
import { clockOff, type Lab, once, openLab, plugIn, wanting, wrong } from "./lab.ts";

/** A board with 1 GiB, an SD card and no clock, like the real one. Its control plane is a container. */
let lab: Lab;
beforeAll(async () => {
  lab = await openLab("dcn1");
});
afterAll(() => lab?.close());

test("a worker's card makes an emulated Pi 3B what its Cluster says, without a second start", async () => {
  const node = await plugIn(lab, "dcn2", { machine: "raspi3b" });
  let off = Number.NaN;
  const seen = await once(node, 25, async (access) => {
    off = await clockOff(access);
  });
  expect(seen).toMatchObject({ boot: { ending: "reached", reboots: 0 }, complaint: undefined, wentDown: true });
  expect([wrong(seen), wanting(seen)]).toEqual([[], []]);
  expect(Math.abs(off)).toBeLessThan(3);
  const times = durations(seen.boot);
  process.stdout.write(`dcn2 on raspi3b: ${JSON.stringify(times)}\n`);
  expect(times.kernels).toBe(1);
  expect(await readBootFile(node.slot, "edgegen/status.txt")).toContain("every step is done");
});
