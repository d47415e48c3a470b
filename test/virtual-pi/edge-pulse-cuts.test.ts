import { afterAll, beforeAll, expect, test } from "vitest";
import type { Check } from "../../src/boot/check.ts";
import { checks } from "../../src/boot/checks.ts";
import { cutPower, powerOn } from "../../src/boot/power.ts";
import { type Access, runAsRoot } from "../../src/boot/session.ts";
import { type Looked, runTrial } from "../../src/boot/trial.ts";
import { random } from "../boot/random.ts";
import { damage } from "./disk.ts";
import { type Lab, openLab, plugIn, ready, type VirtualNode, wrong } from "./lab.ts";
import { listing, notebook } from "./memory.ts";

/** Power cuts in an installation and in a rollback, where an emulated disk loses what was not flushed. EDGEGEN_SEED=N repeats a run. */
let lab: Lab;
let installed: readonly Looked[] = [];
let damaged: readonly string[] = [];
const { ask, of } = notebook();
const seed = Number(process.env["EDGEGEN_SEED"] ?? Date.now() % 1_000_000);

beforeAll(async () => {
  lab = await openLab("dcn1");
  const node = await plugIn(lab, "dcn2", { memoryMiB: 1024 });
  await cutInInstallation(node);
  installed = await trial(node, checks, async (access) => {
    await ask(access, "rollback", `edge-pulse rollback; ${listing} >/var/tmp/etc.before; edge-pulse install`);
  });
  damaged = damage(node.slot);
  await cutInRollback(node);
  await trial(node, [], (access) =>
    ask(
      access,
      "after",
      `cat /proc/swaps; grep -o '"phase": "[a-z-]*"' /var/lib/edge-pulse/state.json; ls /var/lib/edge-pulse
wc -l </var/tmp/etc.before; ${listing} | diff /var/tmp/etc.before - && echo same=yes`,
    ),
  );
});
afterAll(() => lab?.close());

const trial = (node: VirtualNode, list: readonly Check[], before: (access: Access) => Promise<void>) =>
  runTrial({
    slot: node.slot,
    goal: ready(),
    boots: 1,
    checks: list,
    expected: node.expected,
    access: node.access,
    tell: { boot: () => undefined, looked: () => undefined },
    before,
  });

async function pause(seconds: number): Promise<void> {
  process.stdout.write(`seed ${seed}: power is cut after ${seconds.toFixed(2)} s\n`);
  await new Promise((resolve) => setTimeout(resolve, seconds * 1000));
}

async function cutInInstallation(node: VirtualNode): Promise<void> {
  const { ending, qemu } = await powerOn(node.slot, {
    reached: (event) => event.kind === "step" && event.step === "edge-pulse",
    patience: 900,
  });
  if (ending !== "reached") throw new Error(`the first boot ended: ${ending}`);
  await pause(random(seed) * 5);
  await cutPower(qemu);
}

/** It begins by itself, so that it does not hang on the session that is cut with it. */
async function cutInRollback(node: VirtualNode): Promise<void> {
  const { ending, qemu } = await powerOn(node.slot, ready());
  if (ending !== "reached") throw new Error(`the boot before the rollback ended: ${ending}`);
  const begun = "until grep -q rolling-back /var/lib/edge-pulse/state.json; do sleep 0.1; done";
  await runAsRoot(await node.access(), `systemd-run --quiet --collect edge-pulse rollback; ${begun}`, () => false);
  await pause(random(seed + 1) * 5);
  await cutPower(qemu);
}

test("a worker whose power failed in the installation is as its Cluster says, swap and its priorities among it", () => {
  expect(installed.map(({ boot, complaint }) => [boot.ending, complaint])).toEqual([["reached", undefined]]);
  expect(installed.flatMap(wrong)).toEqual([]);
  expect(damaged).toEqual([]);
});

test("a rollback in which the power failed comes to its end, and leaves /etc byte for byte as one that was not cut", () => {
  expect(of("after")).toContain('"phase": "rolled-back"');
  expect(of("after")).not.toMatch(/^\/|swapfile$/m);
  expect(of("after")).toMatch(/^\d{3,}\nsame=yes$/m);
});
