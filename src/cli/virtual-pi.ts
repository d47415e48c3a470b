import type { ConsoleEvent } from "../boot/console.ts";
import { chooseMachine, type Machine } from "../boot/machine.ts";
import { consolePath, type Slot } from "../boot/power.ts";
import type { Network } from "../boot/qemu.ts";
import { HostError } from "../host/host.ts";
import { readFirmware } from "../image/firmware.ts";
import { putCard } from "../image/put-card.ts";
import type { Result } from "../model/diagnostic.ts";
import type { Firmware } from "../model/firmware.ts";
import type { ImageId } from "../model/images.ts";
import type { Io } from "./io.ts";

/** A card that is to be booted. */
export interface VirtualCard {
  /** Its files, as rendering makes them. */
  readonly files: readonly { readonly path: string; readonly text: string }[];
  readonly image: ImageId;
  readonly mac: string;
}

export interface VirtualPi {
  /** An OS image; it is never changed. */
  readonly base: string;
  /** Where the card's own copy of it lies, and the console's log. */
  readonly folder: string;
  /** Undefined: what the image's kernel can start on. */
  readonly machine: Machine | undefined;
  readonly memoryMiB: number;
  readonly network: Network;
  readonly clock?: string;
  readonly enter?: readonly string[];
  readonly tell: (event: ConsoleEvent, seconds: number) => void;
}

/** Copies the image, puts the card onto its boot partition, and the whole into the slot of an emulated board, which is off. */
export async function insert(io: Io, pi: VirtualPi, card: VirtualCard): Promise<Result<{ slot: Slot; why: string }>> {
  await copyImage(io, pi);
  const path = diskOf(pi);
  const disk = io.openDisk(path, "write");
  disk.grow(cardSize(disk.size));
  const refused = await putCard(disk, card.files, card.image);
  disk.close();
  if (refused.length > 0) return { diagnostics: refused.map((each) => ({ ...each, subject: pi.base })) };
  const { value: firmware, diagnostics } = await firmwareOf(io, path);
  if (firmware === undefined) return { diagnostics };
  const seen = await chooseMachine(firmware.kernel.data);
  const machine = pi.machine ?? seen.machine;
  io.tree.writeNew(consolePath(pi), "", 0o600);
  return { value: { slot: slotOf(io, pi, card, machine), why: seen.reason }, diagnostics: [] };
}

const diskOf = (pi: Pick<VirtualPi, "folder">) => `${pi.folder}/disk.img`;

/** A copy that shares its blocks with the original where the file system can, and leaves holes where it cannot. */
async function copyImage({ processes, tree }: Io, pi: VirtualPi): Promise<void> {
  tree.removeTree(pi.folder);
  tree.makeFolder(pi.folder, 0o700);
  const sparing = ["cp", "--reflink=auto", "--sparse=always", "--", pi.base, diskOf(pi)];
  const { code } = await processes.run(sparing);
  const plain = code === 0 ? undefined : await processes.run(["cp", pi.base, diskOf(pi)]);
  if (plain !== undefined && plain.code !== 0)
    throw new HostError(diskOf(pi), /space/i.test(plain.err) ? "ENOSPC" : "EIO");
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

function slotOf(io: Io, pi: VirtualPi, card: VirtualCard, machine: Machine): Slot {
  return {
    processes: io.processes,
    openDisk: (path) => io.openDisk(path, "read"),
    writeFile: (path, data) => io.host.writeAtomic(path, data, 0o600),
    folder: pi.folder,
    machine,
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
