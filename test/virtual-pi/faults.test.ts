import { afterAll, beforeAll, expect, test } from "vitest";
import type { ConsoleEvent } from "../../src/boot/console.ts";
import { cutPower, powerOff, powerOn, type Slot } from "../../src/boot/power.ts";
import { durations } from "../../src/boot/progress.ts";
import { changeBootFile, damage, readBootFile } from "./disk.ts";
import { type Lab, openLab, plugIn, ready } from "./lab.ts";

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
