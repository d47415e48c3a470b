import type { Disk } from "../host/disk.ts";
import type { Process, Processes } from "../host/processes.ts";
import type { Firmware, FirmwareFile } from "../model/firmware.ts";
import { type ConsoleEvent, eventOf, lineReader } from "./console.ts";
import type { Machine } from "./machine.ts";
import { canOmitRandomness, type Network, qemuArguments, virtOptions } from "./qemu.ts";
import { greet, pressPower, rebootedItself } from "./qmp.ts";

/** A board with its card in the slot. */
export interface Slot {
  readonly processes: Processes;
  readonly openDisk: (path: string) => Disk;
  readonly writeFile: (path: string, data: Uint8Array) => Promise<void>;
  /** Where disk.img lies, and where console.log and the firmware's files go. */
  readonly folder: string;
  readonly machine: Machine;
  readonly memoryMiB: number;
  readonly network: Network;
  readonly mac: string;
  readonly clock: string | undefined;
  /** Words before QEMU's own: a tap lies in a network namespace that QEMU must enter. */
  readonly enter: readonly string[];
  /** The boot partition as it is now; the card may have changed it since the last boot. */
  readonly firmware: () => Promise<Firmware>;
  readonly tell: (event: ConsoleEvent, seconds: number) => void;
  readonly interrupted: () => boolean;
}

/** When a boot has come as far as it should: by an event, or by the clock. */
export interface Goal {
  readonly reached: (event: ConsoleEvent) => boolean;
  /** In seconds, over all reboots of the node. */
  readonly patience: number;
  /** Power is cut so many seconds after power-on, if nothing was reached before. */
  readonly cutAfter?: number;
}

export type Ending = "reached" | "cut" | "went off" | "too slow" | "trouble" | "interrupted";

/** One boot, from power-on to its goal. The machine is on as long as `ending` is `reached`. */
export interface Boot {
  readonly ending: Ending;
  readonly events: readonly Timed[];
  /** How often the node rebooted by itself. */
  readonly reboots: number;
  readonly seconds: number;
  readonly qemu: Process;
  /** What QEMU itself had to say. */
  readonly complaint: string;
}

export interface Timed {
  readonly event: ConsoleEvent;
  /** Since power-on. */
  readonly seconds: number;
}

const pollSeconds = 0.1;
const pause = (seconds: number) => new Promise<void>((resolve) => setTimeout(resolve, seconds * 1000));

/** Switches the board on and watches its console until the goal, through the node's own reboots. */
export async function powerOn(slot: Slot, goal: Goal): Promise<Boot> {
  const started = performance.now();
  const now = () => (performance.now() - started) / 1000;
  const events: Timed[] = [];
  let offset = sizeOf(slot);
  for (let reboots = 0; ; reboots += 1) {
    const qemu = await start(slot, now);
    const watched = await watch(slot, goal, qemu, offset, now, events).catch((error: unknown) => {
      qemu.kill();
      throw error;
    });
    offset = watched.offset;
    if (watched.ending === "went off" && rebootedItself(qemu)) continue;
    if (watched.ending !== "reached") qemu.kill();
    return { ending: watched.ending, events, reboots, seconds: now(), qemu, complaint: qemu.printed().err.trim() };
  }
}

export const consolePath = (slot: Pick<Slot, "folder">) => `${slot.folder}/console.log`;

function sizeOf(slot: Slot): number {
  const disk = slot.openDisk(consolePath(slot));
  disk.close();
  return disk.size;
}

/** What the firmware does before the kernel runs. */
async function start(slot: Slot, now: () => number): Promise<Process> {
  const firmware = await slot.firmware();
  slot.tell({ kind: "firmware", text: filesOf(firmware) }, now());
  const place = async (name: string, file: FirmwareFile | undefined) => {
    if (file === undefined) return undefined;
    await slot.writeFile(`${slot.folder}/${name}`, file.data);
    return `${slot.folder}/${name}`;
  };
  const { machine, memoryMiB, network, mac, clock } = slot;
  const argv = qemuArguments({
    ...{ machine, memoryMiB, network, mac, clock },
    disk: `${slot.folder}/disk.img`,
    console: consolePath(slot),
    kernel: (await place("kernel", firmware.kernel)) ?? "",
    initrd: await place("initrd", firmware.initrd),
    deviceTree: await place("device-tree", firmware.deviceTree),
    commandLine: [...fromDeviceTree(firmware), firmware.commandLine.text].join(" "),
    omitRandomness: machine === "virt" && canOmitRandomness((await slot.processes.run(virtOptions)).out),
  });
  const qemu = slot.processes.start([...slot.enter, ...argv]);
  greet(qemu);
  return qemu;
}

/**
 * The firmware puts what the device tree says (chosen/bootargs) before cmdline.txt, and QEMU's -append takes its place. The tree that
 * comes with Raspberry Pi's kernels switches the memory controller off there, which those kernels can be told to undo further on; that of
 * a generic kernel, which cannot, does not.
 */
function fromDeviceTree({ deviceTree }: Firmware): readonly string[] {
  const memoryOff = "cgroup_disable=memory";
  return new TextDecoder("latin1").decode(deviceTree?.data).includes(memoryOff) ? [memoryOff] : [];
}

function filesOf({ kernel, initrd, commandLine }: Firmware): string {
  return [kernel.path, ...(initrd ? [initrd.path] : []), `${commandLine.path}: ${commandLine.text}`].join(", ");
}

interface Watched {
  readonly ending: Ending;
  /** Up to where the console was read. */
  readonly offset: number;
}

async function watch(
  slot: Slot,
  goal: Goal,
  qemu: Process,
  from: number,
  now: () => number,
  events: Timed[],
): Promise<Watched> {
  const [decoder, lines] = [new TextDecoder(), lineReader()];
  let offset = from;
  for (;;) {
    // Asked first, so that what was written before the end is still read.
    const running = qemu.running();
    const piece = readFrom(slot, offset);
    offset += piece.length;
    const heard = lines(decoder.decode(piece, { stream: true })).map(eventOf);
    for (const event of heard.filter((each) => each !== undefined)) {
      events.push({ event, seconds: now() });
      slot.tell(event, now());
      const ending = endedBy(goal, event);
      if (ending !== undefined) return { ending, offset };
    }
    // A terminal's Ctrl-C reaches QEMU as well: that it is gone is then no fault of the node.
    if (slot.interrupted()) return { ending: "interrupted", offset };
    const ending = running ? timedOut(goal, now()) : "went off";
    if (ending !== undefined) return { ending, offset };
    await pause(pollSeconds);
  }
}

function endedBy(goal: Goal, event: ConsoleEvent): Ending | undefined {
  if (goal.reached(event)) return "reached";
  return event.kind === "trouble" ? "trouble" : undefined;
}

function timedOut(goal: Goal, seconds: number): Ending | undefined {
  if (goal.cutAfter !== undefined && seconds > goal.cutAfter) return "cut";
  return seconds > goal.patience ? "too slow" : undefined;
}

function readFrom(slot: Slot, offset: number): Uint8Array {
  const disk = slot.openDisk(consolePath(slot));
  const piece = disk.read(offset, 1 << 20);
  disk.close();
  return piece;
}

const shutdownSeconds = 120;

/**
 * A clean power-off. A raspi3b has no button to press, so somebody must log in and `ask`; where nobody can, its power is cut. False:
 * the node did not go down in two minutes, or nobody wanted to wait for it; then too its power was cut.
 */
export async function powerOff(slot: Slot, { qemu }: Boot, ask?: () => Promise<unknown>): Promise<boolean> {
  if (slot.machine === "virt") pressPower(qemu);
  else await (ask?.() ?? cutPower(qemu));
  const late = performance.now() + shutdownSeconds * 1000;
  while (qemu.running() && !slot.interrupted() && performance.now() < late) await pause(pollSeconds);
  const wentDown = !qemu.running();
  await cutPower(qemu);
  return wentDown;
}

/** Everything that the guest had not written is gone; what QEMU was given is in the image. */
export async function cutPower(qemu: Process): Promise<void> {
  qemu.kill();
  await qemu.ended;
}
