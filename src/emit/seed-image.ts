import { format } from "../fat/format.ts";
import { inMemory } from "../fat/sectors.ts";
import { foldersOf, openVolume } from "../fat/volume.ts";

const mebibyte = 1024 * 1024;

/**
 * A FAT image labelled CIDATA with these files at its root: what cloud-init's NoCloud datasource looks for on any disk
 * (docs.cloud-init.io, NoCloud, "source 2"). No partition table, the same bytes for the same files.
 */
export async function seedImage(
  files: readonly { readonly path: string; readonly bytes: Uint8Array }[],
): Promise<Uint8Array> {
  const image = new Uint8Array(sizeFor(files.map(({ bytes }) => bytes.length)));
  const sectors = inMemory(image);
  await format(sectors, { kind: image.length < smallestFat32 ? "fat" : "fat32", clusterSize: 2048, label: "CIDATA" });
  const volume = await openVolume(sectors);
  if (volume === undefined) throw new Error("the file system that was just made is none");
  for (const folder of foldersOf(files.map(({ path }) => path))) volume.makeFolder(folder);
  for (const { path, bytes } of files) volume.write(path, bytes);
  volume.unmount();
  return image;
}

/** FAT16 counts up to 65,524 clusters and FAT32 begins there (Microsoft's FAT specification, section 3.5): of 2 KiB that is 128 MiB. */
const smallestFat32 = 136 * mebibyte;
const largestFat16 = 120 * mebibyte;

/** Twice what the files need, in whole MiB: room for cluster slack, and for a person who adds a file. Of large ones, 16 MiB more. */
function sizeFor(lengths: readonly number[]): number {
  const need = lengths.reduce((sum, length) => sum + length + 4096, 0);
  const size = Math.ceil(Math.min(2 * need, need + 16 * mebibyte) / mebibyte) * mebibyte;
  return size > largestFat16 ? Math.max(size, smallestFat32) : Math.max(mebibyte, size);
}
