import { sectorSize } from "../fat/sectors.ts";
import type { Disk } from "../host/disk.ts";
import type { Diagnostic, Result } from "../model/diagnostic.ts";
import { fault } from "../model/fault.ts";
import { packerOf } from "./packing.ts";

/** An entry of the master boot record; places are in sectors. */
export interface Partition {
  readonly type: number;
  readonly first: number;
  readonly count: number;
}

/** FAT16, FAT32, FAT32 by LBA, FAT16 by LBA: what the Pi's firmware boots from, and images have 0x0c (pi-gen, pi-gadget). */
const fatTypes: readonly number[] = [0x06, 0x0b, 0x0c, 0x0e];

/** Where the FAT partition lies that a Raspberry Pi boots from: the first one. */
export function findBootPartition(disk: Disk): Result<Partition> {
  const partitions = readPartitions(disk.read(0, sectorSize));
  if (partitions === undefined) return refuse(whatElse(disk));
  const boot = partitions.find(({ type }) => fatTypes.includes(type));
  if (boot === undefined) return refuse("it has no FAT partition, from which a Raspberry Pi would boot");
  if ((boot.first + boot.count) * sectorSize > disk.size)
    return refuse("it ends before its boot partition does", "it was not unpacked or copied as a whole: fetch it again");
  return { value: boot, diagnostics: [] };
}

/** The four entries that are in use, in their order; undefined: the sector is no master boot record. */
export function readPartitions(sector: Uint8Array): readonly Partition[] | undefined {
  if (sector.length < sectorSize || sector[510] !== 0x55 || sector[511] !== 0xaa) return undefined;
  const view = new DataView(sector.buffer, sector.byteOffset);
  const entries = [446, 462, 478, 494].map((at) => ({
    type: view.getUint8(at + 4),
    first: view.getUint32(at + 8, true),
    count: view.getUint32(at + 12, true),
  }));
  return entries.filter(({ type, first, count }) => type !== 0 && first > 0 && count > 0);
}

function whatElse(disk: Disk): string {
  const packer = packerOf(disk.read(0, 6));
  return packer
    ? `it is packed with ${packer}: unpack it first`
    : "it has no partition table, so it is no image of a disk";
}

function refuse(message: string, ...notes: readonly string[]): { readonly diagnostics: readonly Diagnostic[] } {
  return { diagnostics: [fault("not-an-image", message, { notes })] };
}
