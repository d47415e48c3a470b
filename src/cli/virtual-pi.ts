import type { ConsoleEvent } from "../boot/console.ts";
import { type Choice, chooseMachine, type Machine } from "../boot/machine.ts";
import { consolePath, type Slot } from "../boot/power.ts";
import type { Network } from "../boot/qemu.ts";
import { HostError } from "../host/host.ts";
import { readFirmware } from "../image/firmware.ts";
import { type Fitting, putCard } from "../image/put-card.ts";
import type { Diagnostic, Result } from "../model/diagnostic.ts";
import { fault } from "../model/fault.ts";
import type { Firmware } from "../model/firmware.ts";
import type { ImageId } from "../model/images.ts";
import { cloneImage } from "./clone-image.ts";
import type { Io } from "./io.ts";

/** A card that is to be booted. */
export interface VirtualCard {
  /** Its files, as rendering makes them, and what it brings along. */
  readonly files: Fitting["files"];
  readonly image: ImageId;
  readonly mac: string;
}

export interface VirtualPi {
  /** An OS image; it is never changed. */
  readonly base: string;
  /** Where the card's own copy of it lies, and the console's log. */
  readonly folder: string;
  readonly machine: Machine;
  readonly memoryMiB: number;
  readonly network: Network;
  readonly clock?: string;
  readonly enter?: readonly string[];
  readonly tell: (event: ConsoleEvent, seconds: number) => void;
}

/** What the image's kernel can start on. */
export async function machineFor(io: Io, base: string): Promise<Result<Choice>> {
  const { value: firmware, diagnostics } = await firmwareOf(io, base);
  if (firmware === undefined) return { diagnostics: diagnostics.map((each) => ({ ...each, subject: base })) };
  return { value: await chooseMachine(firmware.kernel.data), diagnostics };
}

/** Copies the image, puts the card onto its boot partition, and the whole into the slot of an emulated board, which is off. */
export async function insert(io: Io, pi: VirtualPi, card: VirtualCard): Promise<Result<Slot>> {
  await copyImage(io, pi);
  if (io.interrupted()) return { diagnostics: [fault("interrupted", "interrupted", { subject: pi.folder })] };
  const path = diskOf(pi);
  const refused = await writeCard(io, path, card);
  if (refused.length > 0) return { diagnostics: refused.map((each) => ({ ...each, subject: pi.base })) };
  io.tree.writeNew(consolePath(pi), "", 0o600);
  return { value: slotOf(io, pi, card), diagnostics: [] };
}

const diskOf = (pi: Pick<VirtualPi, "folder">) => `${pi.folder}/disk.img`;

async function copyImage(io: Io, pi: VirtualPi): Promise<void> {
  io.tree.removeTree(pi.folder);
  io.tree.makeFolder(pi.folder, 0o700);
  await cloneImage(io, pi.base, diskOf(pi));
}

async function writeCard(io: Io, path: string, card: VirtualCard): Promise<readonly Diagnostic[]> {
  const disk = io.openDisk(path, "write");
  try {
    disk.grow(cardSize(disk.size));
    return await putCard(disk, card);
  } finally {
    disk.close();
  }
}

/** QEMU's SD cards have a power of two of bytes, like real ones nearly; and images grow into the whole card at their first boot. */
function cardSize(size: number): number {
  let card = 4 * 1024 ** 3;
  while (card < size) card *= 2;
  return card;
}

async function firmwareOf(io: Io, path: string): Promise<Result<Firmware>> {
  const disk = io.openDisk(path, "read");
  try {
    return await readFirmware(disk);
  } finally {
    disk.close();
  }
}

function slotOf(io: Io, pi: VirtualPi, card: VirtualCard): Slot {
  return {
    processes: io.processes,
    openDisk: (path) => io.openDisk(path, "read"),
    writeFile: (path, data) => io.host.writeAtomic(path, data, 0o600),
    folder: pi.folder,
    machine: pi.machine,
    memoryMiB: pi.memoryMiB,
    network: pi.network,
    mac: card.mac,
    clock: pi.clock,
    enter: pi.enter ?? [],
    firmware: async () => {
      const { value } = await firmwareOf(io, diskOf(pi));
      if (value === undefined) throw new HostError(diskOf(pi), "EIO");
      return value;
    },
    tell: pi.tell,
    interrupted: io.interrupted,
  };
}
