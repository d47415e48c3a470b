import { type Sectors, sectorSize } from "./sectors.ts";

/**
 * js-fatfs lacks f_setlabel and f_getlabel. FAT keeps the label twice: in the boot sector, and as an entry of the root directory,
 * which is the one that blkid believes. Offsets: Microsoft's FAT specification, sections 3 and 6.
 */
interface Places {
  /** Of the copy in the boot sector. */
  readonly offset: number;
  /** Sectors of the root directory: all that FAT12 and FAT16 have, the first cluster of it on FAT32. */
  readonly root: { readonly first: number; readonly count: number };
  /** FAT32 keeps a second boot sector. */
  readonly backup: number | undefined;
}

const entrySize = 32;
const volumeId = 0x08;
/** A part of a long name has this bit of an entry's attributes too, and others. */
const attributeBits = 0x3f;

function placesOf(boot: DataView): Places {
  const reserved = boot.getUint16(14, true);
  const fats = boot.getUint8(16);
  const small = boot.getUint16(22, true);
  if (small !== 0) {
    const count = Math.ceil((boot.getUint16(17, true) * entrySize) / sectorSize);
    return { offset: 43, root: { first: reserved + fats * small, count }, backup: undefined };
  }
  const perCluster = boot.getUint8(13);
  const data = reserved + fats * boot.getUint32(36, true);
  const first = data + (boot.getUint32(44, true) - 2) * perCluster;
  return { offset: 71, root: { first, count: perCluster }, backup: boot.getUint16(50, true) };
}

/** The label without the spaces that fill it up. */
export function readLabel(sectors: Sectors): string {
  const boot = sectors.read(0, 1);
  const { offset, root } = placesOf(viewOf(boot));
  const directory = sectors.read(root.first, root.count);
  for (let at = 0; at < directory.length && directory[at] !== 0; at += entrySize) {
    const deleted = directory[at] === 0xe5;
    if (!deleted && ((directory[at + 11] ?? 0) & attributeBits) === volumeId) return nameAt(directory, at);
  }
  return nameAt(boot, offset);
}

/** Labels a file system that was made just now: its root directory is empty. */
export function writeLabel(sectors: Sectors, label: string): void {
  const name = new TextEncoder().encode(label.padEnd(11));
  const { offset, root, backup } = placesOf(viewOf(sectors.read(0, 1)));
  for (const sector of [0, ...(backup === undefined ? [] : [backup])])
    change(sectors, sector, (boot) => boot.set(name, offset));
  change(sectors, root.first, (directory) => {
    const firstOfJanuary1980 = (1 << 5) | 1;
    directory.set(name, 0);
    directory[11] = volumeId;
    viewOf(directory).setUint16(24, firstOfJanuary1980, true);
  });
}

function change(sectors: Sectors, sector: number, edit: (bytes: Uint8Array) => void): void {
  const bytes = sectors.read(sector, 1).slice();
  edit(bytes);
  sectors.write(sector, bytes);
}

const viewOf = (bytes: Uint8Array) => new DataView(bytes.buffer, bytes.byteOffset, bytes.byteLength);

const nameAt = (bytes: Uint8Array, at: number) =>
  new TextDecoder("latin1").decode(bytes.subarray(at, at + 11)).trimEnd();
