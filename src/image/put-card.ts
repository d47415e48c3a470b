import type { Disk } from "../host/disk.ts";
import type { BoardId } from "../model/boards.ts";
import type { Diagnostic, Result } from "../model/diagnostic.ts";
import { fault } from "../model/fault.ts";
import type { ImageId } from "../model/images.ts";
import { type BootFiles, type BootPartition, mendBootPartition, withBootPartition } from "./boot-partition.ts";
import { type CardBytes, type CardText, cardWrites, type Write } from "./card-writes.ts";
import { type Room, roomFor, unfitness } from "./fitness.ts";
import { overwritten, residentOf } from "./resident.ts";

/** What is to be put onto a boot partition, and for what it was made. */
export interface Fitting {
  readonly files: readonly (CardText | CardBytes)[];
  readonly image: ImageId;
  /** Undefined: any that the image is for. */
  readonly board?: BoardId;
}

/**
 * Puts a node's card onto the boot partition of a disk that holds a stock image, and reads it back through a fresh mount. With an error
 * among the diagnostics that comes before writing, the disk is as it was. A card that is there already changes no byte.
 */
export async function putCard(disk: Disk, fitting: Fitting): Promise<readonly Diagnostic[]> {
  let { value: put, diagnostics } = await withBootPartition(disk, (partition) => write(partition, fitting));
  if (put?.value === "dirty") {
    const broken = await mendBootPartition(disk);
    if (broken.length > 0) return broken;
    ({ value: put, diagnostics } = await withBootPartition(disk, (partition) => write(partition, fitting)));
  }
  if (put?.value === "removed")
    ({ value: put, diagnostics } = await withBootPartition(disk, (partition) => write(partition, fitting)));
  const written = put?.value;
  if (put === undefined || written === undefined || typeof written === "string") return put?.diagnostics ?? diagnostics;
  return verify(disk, written);
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

/** `dirty` and `removed`: not yet, but the way is free for another time. */
function write(partition: BootPartition, fitting: Fitting): Result<readonly Write[] | "dirty" | "removed"> {
  const { value: writes, diagnostics } = fittingWrites(partition, fitting);
  if (writes === undefined) return { diagnostics };
  if (partition.dirty) return { value: "dirty", diagnostics: [] };
  const room: Room = roomFor(partition, writes);
  if (room.missing.length > 0) return { diagnostics: room.missing };
  for (const path of room.removed) partition.remove(path);
  if (room.removed.length > 0) return { value: "removed", diagnostics: [] };
  for (const { path, bytes } of writes) partition.write(path, bytes);
  return { value: writes, diagnostics: [] };
}

async function verify(disk: Disk, writes: readonly Write[]): Promise<readonly Diagnostic[]> {
  const { value: lost, diagnostics } = await withBootPartition(disk, (partition) =>
    writes.filter(({ path, bytes }) => !partition.holds(path, bytes)),
  );
  const notes = ["the file system or the disk is damaged: begin again with a fresh image"];
  const faults = (lost ?? []).map(({ path }) =>
    fault("image-unfit", `${path} does not read back as it was written`, { notes }),
  );
  return [...diagnostics, ...faults];
}
