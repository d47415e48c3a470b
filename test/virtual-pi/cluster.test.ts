import { afterAll, beforeAll, expect, test } from "vitest";
import { checks } from "../../src/boot/checks.ts";
import { durations } from "../../src/boot/progress.ts";
import { type Looked, runTrial } from "../../src/boot/trial.ts";
import { type Lab, openLab, plugIn, ready, type VirtualNode, wrong } from "./lab.ts";

/** Both layouts at once, with clocks that are wrong by years: the control plane on Ubuntu's, the worker on Raspberry Pi OS's. */
let lab: Lab;
const looked = new Map<string, readonly Looked[]>();
beforeAll(async () => {
  lab = await openLab();
  const nodes = [
    await plugIn(lab, "dcn1", { clock: "1970-01-01" }),
    await plugIn(lab, "dcn2", { clock: "2028-11-26" }),
  ];
  await Promise.all(nodes.map(run));
});
afterAll(() => lab?.close());

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
