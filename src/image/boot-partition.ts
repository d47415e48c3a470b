import { exchange } from "../fat/exchange.ts";
import { FatError } from "../fat/fatfs.ts";
import { geometryOf } from "../fat/geometry.ts";
import { isDirty, mend } from "../fat/mend.ts";
import { type Entry, foldersOf, openVolume, type Volume } from "../fat/volume.ts";
import type { Disk } from "../host/disk.ts";
import type { Diagnostic, Result } from "../model/diagnostic.ts";
import { fault } from "../model/fault.ts";
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
  /** Whether it has this file with these very bytes. */
  readonly holds: (path: string, bytes: Uint8Array) => boolean;
  /** Nothing when there is no such folder. */
  readonly list: (folder: string) => readonly Entry[];
}

/** The partition itself. */
export interface BootPartition extends BootFiles {
  /**
   * Makes the folders on the way. Nothing reaches the disk before the action that writes has ended well, and until then what was there
   * under that name is what is read.
   */
  readonly write: (path: string, bytes: Uint8Array) => void;
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
  let value: T;
  try {
    value = await action(partitionOf(volume, sectors, beside));
  } finally {
    volume.unmount();
  }
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

function partitionOf(volume: Volume, sectors: PartitionSectors, beside: Map<string, string>): BootPartition {
  const exists = (path: string) => volume.stat(path) !== undefined;
  // Where the table is of 12 bits nothing is exchanged.
  const isKept = geometryOf(sectors) !== undefined;
  return {
    label: volume.label,
    clusterSize: volume.clusterSize,
    free: volume.free,
    dirty: isDirty(sectors),
    exists,
    stat: volume.stat,
    read: volume.read,
    holds: volume.holds,
    list: volume.list,
    remove: volume.remove,
    write(path, bytes) {
      for (const folder of foldersOf([path])) if (!exists(folder)) volume.makeFolder(folder);
      const key = path.toLowerCase();
      const name =
        beside.get(key) ?? (isKept && exists(path) ? `EDGEGEN.${String(beside.size).padStart(3, "0")}` : path);
      if (name !== path) beside.set(key, name);
      volume.write(name, bytes);
    },
  };
}
