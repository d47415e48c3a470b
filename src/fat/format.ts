import * as fatfs from "js-fatfs";
import { expectOk, mountable, withMemory } from "./fatfs.ts";
import { writeLabel } from "./label.ts";
import type { Sectors } from "./sectors.ts";

export interface Format {
  /** `fat` is FAT12 or FAT16, as the number of clusters wants it. */
  readonly kind: "fat" | "fat32";
  /** In bytes. */
  readonly clusterSize: number;
  /** At most eleven characters, in ASCII. */
  readonly label: string;
}

/** Makes an empty file system over all the sectors, without a partition table. */
export async function format(sectors: Sectors, { kind, clusterSize, label }: Format): Promise<void> {
  const ff = await mountable(sectors);
  const fmt = (kind === "fat32" ? fatfs.FM_FAT32 : fatfs.FM_FAT) | fatfs.FM_SFD;
  const parameters = { fmt, n_fat: 2, align: 1, n_root: 512, au_size: clusterSize };
  withMemory(ff, 4096, (work) => expectOk(ff.f_mkfs("", parameters, work, 4096), "mkfs"));
  writeLabel(sectors, label);
}
