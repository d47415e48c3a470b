import { FatError } from "../fat/fatfs.ts";
import { type Entry, foldersOf, openVolume, type Volume } from "../fat/volume.ts";
import type { Disk } from "../host/disk.ts";
import type { Result } from "../model/diagnostic.ts";
import { fault } from "../model/fault.ts";
import { type PartitionSectors, partitionSectors } from "./partition-sectors.ts";
import { findBootPartition } from "./partition-table.ts";

/** The FAT partition that a Raspberry Pi boots from. Paths are relative to its root; case does not matter in them. */
export interface BootPartition {
  readonly label: string;
  /** In bytes: a file takes whole clusters. */
  readonly clusterSize: number;
  /** In bytes. */
  readonly free: () => number;
  readonly exists: (path: string) => boolean;
  /** Undefined: there is nothing of that name. */
  readonly stat: (path: string) => Entry | undefined;
  /** Undefined: there is no file of that name. No more than its first `most` bytes. */
  readonly read: (path: string, most?: number) => Uint8Array | undefined;
  /** Nothing when there is no such folder. */
  readonly list: (folder: string) => readonly Entry[];
  /** Makes the folders on the way. Nothing reaches the disk before the action that writes has ended well. */
  readonly write: (path: string, bytes: Uint8Array) => void;
}

/**
 * Mounts the boot partition of a disk for as long as an action runs. What the action throws goes on to the caller, and then the disk
 * is as it was. No value: the disk has no such partition, as the diagnostics say.
 */
export async function withBootPartition<T>(
  disk: Disk,
  action: (partition: BootPartition) => T | Promise<T>,
): Promise<Result<T>> {
  const { value: place, diagnostics } = findBootPartition(disk);
  if (place === undefined) return { diagnostics };
  try {
    return await withVolume(partitionSectors(disk, place), action);
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
  try {
    const value = await action(partitionOf(volume));
    sectors.flush();
    return { value, diagnostics: [] };
  } finally {
    volume.unmount();
  }
}

const unusable = (message: string) => ({ diagnostics: [fault("not-an-image", message)] });

function partitionOf(volume: Volume): BootPartition {
  const exists = (path: string) => volume.stat(path) !== undefined;
  return {
    label: volume.label,
    clusterSize: volume.clusterSize,
    free: volume.free,
    exists,
    stat: volume.stat,
    read: volume.read,
    list: volume.list,
    write(path, bytes) {
      for (const folder of foldersOf([path])) if (!exists(folder)) volume.makeFolder(folder);
      volume.write(path, bytes);
    },
  };
}
