import type { Disk } from "../host/disk.ts";
import type { Diagnostic, Result } from "../model/diagnostic.ts";
import { fault } from "../model/fault.ts";
import type { ImageId } from "../model/images.ts";
import { type BootPartition, withBootPartition } from "./boot-partition.ts";
import { type CardBytes, type CardText, cardWrites, isThere, type Write } from "./card-writes.ts";
import { unfitness, withoutRoom } from "./fitness.ts";

/**
 * Puts a node's card onto the boot partition of a disk that holds a stock image, and reads it back through a fresh mount. With an error
 * among the diagnostics that comes before writing, the disk is as it was. A card that is there already changes no byte.
 */
export async function putCard(
  disk: Disk,
  files: readonly (CardText | CardBytes)[],
  image: ImageId,
): Promise<readonly Diagnostic[]> {
  const { value: put, diagnostics } = await withBootPartition(disk, (partition) => write(partition, files, image));
  if (put?.value === undefined) return put?.diagnostics ?? diagnostics;
  return verify(disk, put.value);
}

function write(
  partition: BootPartition,
  files: readonly (CardText | CardBytes)[],
  image: ImageId,
): Result<readonly Write[]> {
  const unfit = unfitness(partition, image);
  if (unfit.length > 0) return { diagnostics: unfit };
  const { value: writes, diagnostics } = cardWrites(partition, files);
  if (writes === undefined) return { diagnostics };
  const full = withoutRoom(partition, writes);
  if (full.length > 0) return { diagnostics: full };
  for (const { path, bytes } of writes) partition.write(path, bytes);
  return { value: writes, diagnostics: [] };
}

async function verify(disk: Disk, writes: readonly Write[]): Promise<readonly Diagnostic[]> {
  const { value: lost, diagnostics } = await withBootPartition(disk, (partition) =>
    writes.filter((each) => !isThere(partition, each)),
  );
  const notes = ["the file system or the disk is damaged: begin again with a fresh image"];
  const faults = (lost ?? []).map(({ path }) =>
    fault("image-unfit", `${path} does not read back as it was written`, { notes }),
  );
  return [...diagnostics, ...faults];
}
