import type { Disk } from "../host/disk.ts";
import type { BoardId } from "../model/boards.ts";
import type { Diagnostic, Result } from "../model/diagnostic.ts";
import { fault } from "../model/fault.ts";
import type { ImageId } from "../model/images.ts";
import { type BootFiles, type BootPartition, mendBootPartition, withBootPartition } from "./boot-partition.ts";
import { type CardFile, cardWrites, type Write } from "./card-writes.ts";
import { type Room, roomFor, unfitness } from "./fitness.ts";
import { overwritten, residentOf } from "./resident.ts";

/** What is to be put onto a boot partition, and for what it was made. */
export interface Fitting {
  readonly files: readonly CardFile[];
  readonly image: ImageId;
  /** Undefined: any that the image is for. */
  readonly board?: BoardId;
}

/**
 * Puts a node's card onto the boot partition of a disk that holds a stock image, and reads it back through a fresh mount. With an error
 * among the diagnostics that comes before writing, the disk is as it was. A card that is there already changes no byte.
 */
export async function putCard(disk: Disk, fitting: Fitting): Promise<readonly Diagnostic[]> {
  let { value, diagnostics } = await attempt(disk, fitting);
  if (value === "unsound") {
    const broken = await mendBootPartition(disk);
    if (broken.length > 0) return broken;
    ({ value, diagnostics } = await attempt(disk, fitting));
  }
  if (value === "removed") ({ value, diagnostics } = await attempt(disk, fitting));
  if (value === undefined || value.length === 0) return diagnostics;
  return typeof value === "string" ? [forgetful] : verify(disk, value);
}

async function attempt(disk: Disk, fitting: Fitting): Promise<Result<Written>> {
  const { value, diagnostics } = await withBootPartition(disk, (partition) => write(partition, fitting));
  return value ?? { diagnostics };
}

/** What a card would change on it. No value: it cannot be put there. */
export function fittingWrites(partition: BootFiles, { files, image, board }: Fitting): Result<readonly Write[]> {
  const unfit = unfitness(partition, image, board);
  if (unfit.length > 0) return { diagnostics: unfit };
  const { value: writes, diagnostics } = cardWrites(partition, files);
  const resident = residentOf(partition);
  const isItself = resident?.hasRun === true && idIn(files) === resident.instanceId;
  if (writes === undefined || !isItself) return { ...(writes && { value: writes }), diagnostics };
  return { value: writes.filter(({ path }) => !overwritten.includes(path)), diagnostics };
}

/** A node that has run as this very card has taken its secrets off it: they are not put there again. */
const idIn = (files: Fitting["files"]) => {
  const metaData = files.find(({ path }) => path === "boot/meta-data");
  return metaData && "text" in metaData ? /^instance-id: *(\S+)/m.exec(metaData.text)?.[1] : undefined;
};

/** `unsound` and `removed`: not yet, but the way is free for another time. */
type Written = readonly Write[] | "unsound" | "removed";

function write(partition: BootPartition, fitting: Fitting): Result<Written> {
  const { value: writes, diagnostics } = fittingWrites(partition, fitting);
  if (writes === undefined) return { diagnostics };
  if (partition.dirty || (writes.length > 0 && !partition.isSound())) return { value: "unsound", diagnostics: [] };
  const room: Room = roomFor(partition, writes);
  if (room.missing.length > 0) return { diagnostics: room.missing };
  for (const path of room.removed) partition.remove(path);
  if (room.removed.length > 0) return { value: "removed", diagnostics: [] };
  for (const { path, content } of writes) partition.write(path, content);
  return { value: writes, diagnostics: [] };
}

async function verify(disk: Disk, writes: readonly Write[]): Promise<readonly Diagnostic[]> {
  const { value: faults, diagnostics } = await withBootPartition(disk, (partition) => {
    const lost = writes.filter(({ path, content }) => !partition.holds(path, content));
    const unread = lost.map(({ path }) => unfit(`${path} does not read back as it was written`));
    return partition.isSound()
      ? unread
      : [...unread, unfit("its allocation table does not read back as it was written")];
  });
  return [...diagnostics, ...(faults ?? [])];
}

const unfit = (message: string) =>
  fault("image-unfit", message, { notes: ["the file system or the disk is damaged: begin again with a fresh image"] });

const forgetful = unfit("what was put right in its file system is not so when it is read again");
