import { execFileSync } from "node:child_process";
import { mkdirSync, readFileSync, writeFileSync } from "node:fs";
import { join } from "node:path";
import { type ConsoleEvent, eventOf, lineReader } from "../../src/boot/console.ts";
import { consolePath, cutPower, powerOn, type Slot } from "../../src/boot/power.ts";
import { openDisk } from "../../src/host/node-disk.ts";
import type { Process } from "../../src/host/processes.ts";
import { readFirmware } from "../../src/image/firmware.ts";
import { until } from "../boot/until.ts";
import type { VirtualNode } from "./lab.ts";

/** When the power fails: so many seconds after a line of the console. */
export interface Moment {
  readonly after: (event: ConsoleEvent) => boolean;
  readonly seconds: number;
}

/**
 * One first boot, and the card as a cut would have left it at each of these moments, which come in this order. The board is stopped,
 * its disk copied, and goes on: what it had not written by then is not in the copy. At the last moment its power really fails.
 */
export async function cutAt(node: VirtualNode, moments: readonly Moment[]): Promise<ReadonlyMap<Moment, VirtualNode>> {
  const { ending, qemu } = await powerOn(node.slot, { reached: moments[0]?.after ?? (() => true), patience: 900 });
  if (ending !== "reached") throw new Error(`the boot ended before the first cut: ${ending}`);
  const since = new Map<Moment["after"], number>();
  const cards = new Map<Moment, VirtualNode>();
  try {
    for (const moment of moments) {
      const { after, seconds } = moment;
      await until("the line of the console", 900, async () => events(node.slot).some(after));
      if (!since.has(after)) since.set(after, performance.now());
      await pause((since.get(after) ?? 0) + seconds * 1000 - performance.now());
      cards.set(moment, moment === moments.at(-1) ? node : await copied(node, qemu, `${cards.size}`));
    }
  } finally {
    await cutPower(qemu);
  }
  return cards;
}

const pause = (milliseconds: number) => new Promise((resolve) => setTimeout(resolve, milliseconds));

const events = (slot: Slot) =>
  lineReader()(readFileSync(consolePath(slot), "utf8"))
    .map(eventOf)
    .filter((event) => event !== undefined);

/** The card as a power cut would leave it now, in a slot of its own. */
export async function copied(node: VirtualNode, qemu: Process, name: string): Promise<VirtualNode> {
  const folder = `${node.slot.folder}-cut-${name}`;
  mkdirSync(folder);
  await command(qemu, "stop", "STOP");
  execFileSync("cp", ["--sparse=always", join(node.slot.folder, "disk.img"), folder]);
  await command(qemu, "cont", "RESUME");
  const slot = { ...node.slot, folder, firmware: () => firmwareOn(join(folder, "disk.img")) };
  writeFileSync(consolePath(slot), "");
  return { ...node, slot };
}

/** A command of QMP, and the event that says it is done: https://www.qemu.org/docs/master/interop/qemu-qmp-ref.html */
async function command(qemu: Process, execute: string, event: string): Promise<void> {
  const count = () => qemu.printed().out.split(`"event": "${event}"`).length;
  const before = count();
  qemu.write(`${JSON.stringify({ execute })}\n`);
  await until(`QEMU's ${event}`, 60, async () => count() > before);
}

async function firmwareOn(path: string) {
  const disk = openDisk(path, "read");
  try {
    const { value, diagnostics } = await readFirmware(disk);
    if (value === undefined) throw new Error(diagnostics.map(({ message }) => message).join("; "));
    return value;
  } finally {
    disk.close();
  }
}
