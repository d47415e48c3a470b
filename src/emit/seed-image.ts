import * as fatfs from "js-fatfs";
import { expectOk, mountable, sectorSize } from "./fat.ts";

const mebibyte = 1024 * 1024;

/**
 * A FAT image labelled CIDATA with these files at its root: what cloud-init's NoCloud datasource looks for on any disk
 * (docs.cloud-init.io, NoCloud, "source 2"). No partition table, the same bytes for the same files.
 */
export async function seedImage(
  files: readonly { readonly path: string; readonly text: string }[],
): Promise<Uint8Array> {
  const contents = files.map(({ path, text }) => ({ path, bytes: new TextEncoder().encode(text) }));
  const image = new Uint8Array(sizeFor(contents.map(({ bytes }) => bytes.length)));
  const ff = await mountable(image);
  format(ff, image);
  for (const folder of foldersOf(files.map(({ path }) => path))) expectOk(ff.f_mkdir(folder), `mkdir ${folder}`);
  for (const { path, bytes } of contents) writeFile(ff, path, bytes);
  expectOk(ff.f_unmount(""), "unmount");
  return image;
}

/** Twice what the files need, in whole MiB: room for cluster slack, and for a person who adds a file. */
function sizeFor(lengths: readonly number[]): number {
  const need = lengths.reduce((sum, length) => sum + length + 4096, 0);
  return Math.max(1, Math.ceil((2 * need) / mebibyte)) * mebibyte;
}

function format(ff: fatfs.FatFs, image: Uint8Array): void {
  const work = ff.malloc(4096);
  const parameters = { fmt: fatfs.FM_FAT | fatfs.FM_SFD, n_fat: 2, align: 1, n_root: 512, au_size: 2048 };
  expectOk(ff.f_mkfs("", parameters, work, 4096), "mkfs");
  setLabel(image, "CIDATA");
  expectOk(ff.f_mount(ff.malloc(fatfs.sizeof_FATFS), "", 1), "mount");
}

/**
 * js-fatfs lacks f_setlabel. FAT keeps the label twice: in the boot sector, and as the first entry of the root directory, which is
 * the one that blkid believes. Offsets: Microsoft's FAT specification, sections 3 and 6.
 */
function setLabel(image: Uint8Array, label: string): void {
  const name = new TextEncoder().encode(label.padEnd(11));
  const boot = new DataView(image.buffer);
  const rootSector = boot.getUint16(14, true) + (image[16] ?? 0) * boot.getUint16(22, true);
  const volumeId = 0x08;
  const firstOfJanuary1980 = (1 << 5) | 1;
  image.set(name, 43);
  image.set(name, rootSector * sectorSize);
  image[rootSector * sectorSize + 11] = volumeId;
  boot.setUint16(rootSector * sectorSize + 24, firstOfJanuary1980, true);
}

/** Parents before children. */
function foldersOf(paths: readonly string[]): readonly string[] {
  const folders = paths.flatMap((path) => {
    const parts = path.split("/").slice(0, -1);
    return parts.map((_, depth) => parts.slice(0, depth + 1).join("/"));
  });
  return [...new Set(folders)].sort();
}

function writeFile(ff: fatfs.FatFs, path: string, bytes: Uint8Array): void {
  const file = ff.malloc(fatfs.sizeof_FIL);
  const buffer = ff.malloc(bytes.length + 4);
  const written = buffer + bytes.length;
  ff.HEAPU8.set(bytes, buffer);
  expectOk(ff.f_open(file, path, fatfs.FA_WRITE | fatfs.FA_CREATE_NEW), `open ${path}`);
  expectOk(ff.f_write(file, buffer, bytes.length, written), `write ${path}`);
  expectOk(ff.f_close(file), `close ${path}`);
  ff.free(buffer);
  ff.free(file);
}
