import { afterAll, beforeAll, expect, test } from "vitest";
import type { ConsoleEvent } from "../../src/boot/console.ts";
import { cutPower, powerOn } from "../../src/boot/power.ts";
import { random } from "../boot/random.ts";
import { damage } from "./disk.ts";
import { type Lab, once, openLab, plugIn, wrong } from "./lab.ts";

/** Workers whose control plane is a container. Only an emulated disk loses what was not flushed when its power goes. */
let lab: Lab;
beforeAll(async () => {
  lab = await openLab("dcn1");
});
afterAll(() => lab?.close());

/** EDGEGEN_CUTS=20 is `make boot-faults`; EDGEGEN_SEED=N repeats a run. */
const cuts = Number(process.env["EDGEGEN_CUTS"] ?? 4);
const firstSeed = Number(process.env["EDGEGEN_SEED"] ?? Date.now() % 1_000_000);

/** Half of them inside cloud-init, the others behind it. In seconds after these lines of the console. */
const moments = [
  { what: "inside cloud-init", after: (event: ConsoleEvent) => event.kind === "cloud-init", span: 45 },
  { what: "behind cloud-init", after: (event: ConsoleEvent) => event.kind === "cloud-init-finished", span: 30 },
] as const;

const cases = Array.from({ length: cuts }, (_, at) => {
  const { what, after, span } = moments[at % 2 === 0 ? 0 : 1];
  const seed = firstSeed + at;
  return { seed, what, after, seconds: random(seed) * span };
});

test.for(cases)(
  "power cut $what, seed $seed: provisioned after the next power-on",
  async ({ after, seconds, seed }) => {
    const node = await plugIn(lab, "dcn2");
    const first = await powerOn(node.slot, { reached: after, patience: 900 });
    expect(first.ending).toBe("reached");
    await new Promise((resolve) => setTimeout(resolve, seconds * 1000));
    await cutPower(first.qemu);
    process.stdout.write(`seed ${seed}: power cut ${(first.seconds + seconds).toFixed(1)} s after power-on\n`);
    const seen = await once(node, 20);
    expect(seen).toMatchObject({ boot: { ending: "reached" }, complaint: undefined, wentDown: true });
    expect(wrong(seen)).toEqual([]);
    expect(damage(node.slot)).toEqual([]);
    process.stdout.write(`seed ${seed}: ready after ${seen.boot.reboots} reboots by the node itself\n`);
  },
);
