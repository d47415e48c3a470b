import { format } from "../fat/format.ts";
import { inMemory } from "../fat/sectors.ts";
import { foldersOf, openVolume } from "../fat/volume.ts";

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
  const sectors = inMemory(image);
  await format(sectors, { kind: "fat", clusterSize: 2048, label: "CIDATA" });
  const volume = await openVolume(sectors);
  if (volume === undefined) throw new Error("the file system that was just made is none");
  for (const folder of foldersOf(files.map(({ path }) => path))) volume.makeFolder(folder);
  for (const { path, bytes } of contents) volume.write(path, bytes);
  volume.unmount();
  return image;
}

/** Twice what the files need, in whole MiB: room for cluster slack, and for a person who adds a file. */
function sizeFor(lengths: readonly number[]): number {
  const need = lengths.reduce((sum, length) => sum + length + 4096, 0);
  return Math.max(1, Math.ceil((2 * need) / mebibyte)) * mebibyte;
}
