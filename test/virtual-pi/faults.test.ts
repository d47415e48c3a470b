import { afterAll, beforeAll, expect, test } from "vitest";
import type { ConsoleEvent } from "../../src/boot/console.ts";
import { cutPower, type Goal, powerOff, powerOn, type Slot } from "../../src/boot/power.ts";
import { durations } from "../../src/boot/progress.ts";
import type { Looked } from "../../src/boot/trial.ts";
import { random } from "../boot/random.ts";
import { changeBootFile, damage, readBootFile } from "./disk.ts";
import { type Lab, once, openLab, plugIn, ready, type VirtualNode, wrong } from "./lab.ts";

/** Workers whose control plane is a container; each has a disk, and a place on the network, of its own. */
let lab: Lab;
beforeAll(async () => {
  lab = await openLab("dcn1");
});
afterAll(() => lab?.close());

/** What a Raspberry Pi's kernel makes of its firmware's device tree: no memory controller, unless cmdline.txt asks for it. */
function likeTheFirmware(slot: Slot): Slot {
  const firmware = async () => {
    const read = await slot.firmware();
    const { path, text } = read.commandLine;
    const words = text.includes("cgroup_enable=memory") ? text : `cgroup_disable=memory ${text}`;
    return { ...read, commandLine: { path, text: words } };
  };
  return { ...slot, firmware };
}

test("a card whose cmdline.txt lacks the memory controller mends it and starts once more, and once only", async () => {
  const { slot } = await plugIn(lab, "dcn2");
  await changeBootFile(slot, "cmdline.txt", (text) => text.replace(/ cgroup_enable=memory cgroup_memory=1/, ""));
  const board = likeTheFirmware(slot);
  const boot = await powerOn(board, ready(20));
  expect([boot.ending, boot.reboots, durations(boot).kernels]).toEqual(["reached", 1, 2]);
  expect(await powerOff(board, boot)).toBe(true);
  const tokens = (await readBootFile(slot, "cmdline.txt")).trim().split(" ");
  expect(tokens.filter((token) => token.startsWith("cgroup_"))).toEqual(["cgroup_enable=memory", "cgroup_memory=1"]);
  expect(damage(slot)).toEqual([]);
});

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
    const goal: Goal = { reached: after, patience: 900 };
    const first = await powerOn(node.slot, goal);
    expect(first.ending).toBe("reached");
    await new Promise((resolve) => setTimeout(resolve, seconds * 1000));
    await cutPower(first.qemu);
    process.stdout.write(`seed ${seed}: power cut ${(first.seconds + seconds).toFixed(1)} s after power-on\n`);
    const seen = await provisioned(node);
    process.stdout.write(`seed ${seed}: ready after ${seen.boot.reboots} starts of cloud-init's own\n`);
  },
);

test("a card without bootcmd's care stays what a cut inside cloud-init made of it: the cuts are real", async () => {
  const { slot } = await plugIn(lab, "dcn2", { carefree: true });
  const written = (event: ConsoleEvent) => event.kind === "cloud-init" && event.stage === "init";
  const first = await powerOn(slot, { reached: written, patience: 900 });
  expect(first.ending).toBe("reached");
  await cutPower(first.qemu);
  const second = await powerOn(slot, { reached: ({ kind }) => kind === "cloud-init-finished", patience: 900 });
  expect(second.ending).toBe("reached");
  await new Promise((resolve) => setTimeout(resolve, 45_000));
  await cutPower(second.qemu);
  expect(await readBootFile(slot, "edgegen/status.txt")).toContain("this card has never run edgegen");
});

async function provisioned(node: VirtualNode): Promise<Looked> {
  const seen = await once(node, 20);
  expect(seen).toMatchObject({ boot: { ending: "reached" }, complaint: undefined, wentDown: true });
  expect(wrong(seen)).toEqual([]);
  expect(damage(node.slot)).toEqual([]);
  return seen;
}
