import { join } from "node:path";
import { afterAll, beforeAll, expect, test } from "vitest";
import { checks } from "../../src/boot/checks.ts";
import { durations } from "../../src/boot/progress.ts";
import { type Looked, runTrial } from "../../src/boot/trial.ts";
import { applied, begins, flashed } from "./cards.ts";
import { type Lab, type Options, openLab, plugIn, ready, type VirtualNode, wrong } from "./lab.ts";

/**
 * Both layouts at once, with clocks that are wrong by years: the control plane on Ubuntu's, the worker on Raspberry Pi OS's. Their
 * cards are made by the built program: that of the worker is read back from the device that it was flashed onto.
 */
let lab: Lab;
const looked = new Map<string, readonly Looked[]>();
const asMade = new Map<string, string | true>();
beforeAll(async () => {
  lab = await openLab();
  await Promise.all([
    start("dcn1", applied(lab, "dcn1", "ubuntu"), { clock: "1970-01-01" }),
    start("dcn2", flashed(lab, "dcn2", "raspios"), { clock: "2028-11-26" }),
  ]);
});
afterAll(() => lab?.close());

/** In the slot it is put onto its card once more, which must not change a byte. */
async function start(name: string, made: Promise<string>, options: Options): Promise<void> {
  const base = await made;
  const node = await plugIn(lab, name, { ...options, base });
  asMade.set(name, await begins(join(node.slot.folder, "disk.img"), base));
  await run(node);
}

async function run(node: VirtualNode): Promise<void> {
  const found = await runTrial({
    slot: node.slot,
    goal: ready(),
    boots: 2,
    checks,
    expected: node.expected,
    access: node.access,
    tell: { boot: (number) => process.stdout.write(`${node.name} boot ${number}\n`), looked: () => undefined },
  });
  looked.set(node.name, found);
}

test("what booted was, byte for byte, the clone after apply, and what was read back after image and flash", () => {
  expect([...asMade].sort()).toEqual([
    ["dcn1", true],
    ["dcn2", true],
  ]);
});

test.each(["dcn1", "dcn2"])("%s is as its Cluster says, at both boots", (name) => {
  const found = looked.get(name) ?? [];
  expect(found.map(({ boot, complaint, wentDown }) => [boot.ending, complaint, wentDown])).toEqual([
    ["reached", undefined, true],
    ["reached", undefined, true],
  ]);
  expect(found.flatMap(wrong)).toEqual([]);
});

test.each(["dcn1", "dcn2"])("%s does not reboot by itself", (name) => {
  const boots = (looked.get(name) ?? []).map(({ boot }) => ({ reboots: boot.reboots, ...durations(boot) }));
  process.stdout.write(`${name}: ${JSON.stringify(boots)}\n`);
  expect(boots.map(({ reboots, kernels }) => [reboots, kernels])).toEqual([
    [0, 1],
    [0, 1],
  ]);
});
