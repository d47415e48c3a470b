import { afterAll, beforeAll, expect, test } from "vitest";
import { checks } from "../../src/boot/checks.ts";
import { durations } from "../../src/boot/progress.ts";
import { runTrial } from "../../src/boot/trial.ts";
import { awaitReady } from "../boot/node.ts";
import { readBootFile } from "./disk.ts";
import { type Lab, openLab, plugIn, ready } from "./lab.ts";

/** A board with 1 GiB, an SD card and no clock, like the real one. Its control plane is a container. */
let lab: Lab;
beforeAll(async () => {
  lab = await openLab();
  await lab.rack.on("dcn1");
  await awaitReady(lab.rack, "dcn1", 180);
});
afterAll(() => lab?.close());

test("a worker's card makes an emulated Pi 3B what its Cluster says, without a second start", async () => {
  const node = await plugIn(lab, "dcn2", { machine: "raspi3b" });
  const [seen] = await runTrial({
    slot: node.slot,
    goal: ready(25),
    boots: 1,
    // The search for secrets reads the whole card, which takes this emulated one ten minutes; the other two boards have it.
    checks: checks.filter(({ name }) => name !== "secrets"),
    expected: node.expected,
    access: node.access,
    tell: { boot: () => undefined, looked: () => undefined },
  });
  expect(seen).toMatchObject({ boot: { ending: "reached", reboots: 0 }, complaint: undefined, wentDown: true });
  expect(seen?.verdicts.filter(({ differences }) => differences.length > 0)).toEqual([]);
  const times = seen && durations(seen.boot);
  process.stdout.write(`dcn2 on raspi3b: ${JSON.stringify(times)}\n`);
  expect(times?.kernels).toBe(1);
  expect(await readBootFile(node.slot, "edgegen/status.txt")).toContain("every step is done");
});
