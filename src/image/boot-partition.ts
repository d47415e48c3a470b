import { exchange } from "../fat/exchange.ts";
import { FatError } from "../fat/fatfs.ts";
import { geometryOf } from "../fat/geometry.ts";
import { allocate, piecesOf } from "../fat/large.ts";
import { isDirty, isSound, mend } from "../fat/mend.ts";
import { type Entry, foldersOf, openVolume, type Volume } from "../fat/volume.ts";
import type { Disk } from "../host/disk.ts";
import type { Diagnostic, Result } from "../model/diagnostic.ts";
import { fault } from "../model/fault.ts";
import { type Content, isLarge, type Large } from "./large.ts";
import { type PartitionSectors, partitionSectors } from "./partition-sectors.ts";
import { findBootPartition } from "./partition-table.ts";

/** What is on the FAT partition that a Raspberry Pi boots from. Paths are relative to its root; case does not matter in them. */
export interface BootFiles {
  /** Undefined: it is mounted, and the system does not tell. */
  readonly label: string | undefined;
  /** In bytes: a file takes whole clusters. */
  readonly clusterSize: number;
  /** In bytes. */
  readonly free: () => number;
  /** It is marked as one that was being written to when the power went. */
  readonly dirty: boolean;
  readonly exists: (path: string) => boolean;
  /** Undefined: there is nothing of that name. */
  readonly stat: (path: string) => Entry | undefined;
  /** Undefined: there is no file of that name. No more than its first `most` bytes. */
  readonly read: (path: string, most?: number) => Uint8Array | undefined;
  /** Whether it has this file with this very content. */
  readonly holds: (path: string, content: Content) => boolean;
  /** Nothing when there is no such folder. */
  readonly list: (folder: string) => readonly Entry[];
}

/** The partition itself. */
export interface BootPartition extends BootFiles {
  /** Whether every cluster is where it belongs, both tables are equal, and what is free is counted right. */
  readonly isSound: () => boolean;
  /**
   * Makes the folders on the way. Nothing reaches the disk before the action that writes has ended well, and until then what was there
   * under that name is what is read.
   */
  readonly write: (path: string, content: Content) => void;
  readonly remove: (path: string) => void;
}

/**
 * Mounts the boot partition of a disk for as long as an action runs. What the action throws goes on to the caller, and then the disk
 * is as it was. No value: the disk has no such partition, as the diagnostics say.
 */
export function withBootPartition<T>(
  disk: Disk,
  action: (partition: BootPartition) => T | Promise<T>,
): Promise<Result<T>> {
  return withSectors(disk, (sectors) => withVolume(sectors, action));
}

/** Puts right what a power cut has left on it, and nothing else. */
export async function mendBootPartition(disk: Disk): Promise<readonly Diagnostic[]> {
  const { diagnostics } = await withSectors(disk, async (sectors) => {
    mend(sectors);
    sectors.flush();
    return { diagnostics: [] };
  });
  return diagnostics.map((each) => ({ ...each, notes: [...each.notes, { message: byHand }] }));
}

const byHand = "fsck.fat -a on the partition repairs what can be repaired; or begin again with a fresh image";

async function withSectors<T>(
  disk: Disk,
  action: (sectors: PartitionSectors) => Promise<Result<T>>,
): Promise<Result<T>> {
  const { value: place, diagnostics } = findBootPartition(disk);
  if (place === undefined) return { diagnostics };
  try {
    return await action(partitionSectors(disk, place));
  } catch (error) {
    if (!(error instanceof FatError)) throw error;
    return unusable(`the file system of its boot partition cannot be used: ${error.message}`);
  }
}

async function withVolume<T>(
  sectors: PartitionSectors,
  action: (partition: BootPartition) => T | Promise<T>,
): Promise<Result<T>> {
  const volume = await openVolume(sectors);
  if (volume === undefined) return unusable("its boot partition holds no FAT file system");
  const beside = new Map<string, string>();
  const large = new Map<string, Large>();
  let value: T;
  try {
    value = await action(partitionOf(volume, sectors, { beside, large }));
  } finally {
    volume.unmount();
  }
  for (const [path, content] of large) sectors.pour(allocate(sectors, path, content.length), content.pieces());
  if (beside.size > 0) await replace(sectors, beside);
  sectors.flush();
  return { value, diagnostics: [] };
}

/** What was there gives its clusters back only when everything new has clusters of its own: none is written over. */
async function replace(sectors: PartitionSectors, beside: ReadonlyMap<string, string>): Promise<void> {
  exchange(sectors, [...beside]);
  const volume = await openVolume(sectors);
  for (const old of beside.values()) volume?.remove(old);
  volume?.unmount();
}

const unusable = (message: string) => ({ diagnostics: [fault("not-an-image", message)] });

/** What is done when the action has ended, and FatFs is out of the way. */
interface Pending {
  /** Under which other name what is to replace a file has been written. */
  readonly beside: Map<string, string>;
  /** What files hold that are still empty. */
  readonly large: Map<string, Large>;
}

function partitionOf(volume: Volume, sectors: PartitionSectors, { beside, large }: Pending): BootPartition {
  const exists = (path: string) => volume.stat(path) !== undefined;
  // Where the table is of 12 bits nothing is done past FatFs: such partitions are small.
  const isKept = geometryOf(sectors) !== undefined;
  const fitting = (content: Content) => (isLarge(content) && !isKept ? whole(content) : content);
  return {
    label: volume.label,
    clusterSize: volume.clusterSize,
    free: volume.free,
    dirty: isDirty(sectors),
    isSound: () => isSound(sectors),
    exists,
    stat: volume.stat,
    read: volume.read,
    list: volume.list,
    remove: volume.remove,
    holds(path, content) {
      const wanted = fitting(content);
      if (!isLarge(wanted)) return volume.holds(path, wanted);
      return volume.stat(path)?.size === wanted.length && holdsLarge(sectors, path, wanted);
    },
    write(path, content) {
      for (const folder of foldersOf([path])) if (!exists(folder)) volume.makeFolder(folder);
      const key = path.toLowerCase();
      const name =
        beside.get(key) ?? (isKept && exists(path) ? `EDGEGEN.${String(beside.size).padStart(3, "0")}` : path);
      if (name !== path) beside.set(key, name);
      const wanted = fitting(content);
      if (isLarge(wanted)) large.set(name, wanted);
      volume.write(name, isLarge(wanted) ? new Uint8Array() : wanted);
    },
  };
}

const whole = (content: Large) => Buffer.concat(Array.from(content.pieces(), (piece) => new Uint8Array(piece)));

/** One that cannot be read to its end has not. */
function holdsLarge(sectors: PartitionSectors, path: string, content: Large): boolean {
  try {
    return content.isMadeOf(piecesOf(sectors, path));
  } catch (error) {
    if (error instanceof FatError) return false;
    throw error;
  }
}
