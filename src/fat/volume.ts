import * as fatfs from "js-fatfs";
import { expectOk, mountable, nowhere, withMemory } from "./fatfs.ts";
import { holds, readFile, writeFile } from "./file.ts";
import { readLabel } from "./label.ts";
import { type Sectors, sectorSize } from "./sectors.ts";

/** A mounted FAT file system. Paths are relative to its root, with `/` between names; case does not matter in them. */
export interface Volume {
  readonly label: string;
  /** In bytes: a file takes whole clusters. */
  readonly clusterSize: number;
  /** In bytes. */
  readonly free: () => number;
  /** Undefined: there is nothing of that name. */
  readonly stat: (path: string) => Entry | undefined;
  /** What a folder holds, in the order in which it lies there; nothing when there is no such folder. */
  readonly list: (folder: string) => readonly Entry[];
  /** Undefined: there is no file of that name. No more than its first `most` bytes. */
  readonly read: (path: string, most?: number) => Uint8Array | undefined;
  readonly holds: (path: string, bytes: Uint8Array) => boolean;
  /** In a folder that exists. */
  readonly makeFolder: (path: string) => void;
  /** In a folder that exists; a file of that name gets new contents and keeps the spelling of its name. */
  readonly write: (path: string, bytes: Uint8Array) => void;
  readonly remove: (path: string) => void;
  readonly unmount: () => void;
}

export interface Entry {
  /** As it is spelt on the disk. */
  readonly name: string;
  readonly kind: "file" | "folder";
  readonly size: number;
}

/** Undefined: there is no FAT file system on these sectors. */
export async function openVolume(sectors: Sectors): Promise<Volume | undefined> {
  const ff = await mountable(sectors);
  const mounted = ff.f_mount(ff.malloc(fatfs.sizeof_FATFS), "", 1);
  if (mounted === fatfs.FR_NO_FILESYSTEM) return undefined;
  expectOk(mounted, "mount");
  // BPB_SecPerClus: Microsoft's FAT specification, section 3.1.
  const clusterSize = (sectors.read(0, 1)[13] ?? 0) * sectorSize;
  return {
    label: readLabel(sectors),
    clusterSize,
    free: () => freeClusters(ff) * clusterSize,
    stat: (path) => stat(ff, path),
    list: (folder) => list(ff, folder),
    read: (path, most) => readFile(ff, path, most),
    holds: (path, bytes) => holds(ff, path, bytes),
    makeFolder: (path) => expectOk(ff.f_mkdir(path), `mkdir ${path}`),
    write: (path, bytes) => writeFile(ff, path, bytes),
    remove: (path) => expectOk(ff.f_unlink(path), `unlink ${path}`),
    unmount: () => expectOk(ff.f_unmount(""), "unmount"),
  };
}

/** The folders that hold these files, parents before children. */
export function foldersOf(paths: readonly string[]): readonly string[] {
  const folders = paths.flatMap((path) => {
    const parts = path.split("/").slice(0, -1);
    return parts.map((_, depth) => parts.slice(0, depth + 1).join("/"));
  });
  return [...new Set(folders)].sort();
}

function freeClusters(ff: fatfs.FatFs): number {
  return withMemory(ff, 8, (answer) => {
    expectOk(ff.f_getfree("", answer, answer + 4), "getfree");
    return ff.getValue(answer, "i32");
  });
}

function stat(ff: fatfs.FatFs, path: string): Entry | undefined {
  return withMemory(ff, fatfs.sizeof_FILINFO, (info) => {
    const result = ff.f_stat(path, info);
    if (nowhere.includes(result)) return undefined;
    expectOk(result, `stat ${path}`);
    return entryOf(ff, info);
  });
}

function list(ff: fatfs.FatFs, folder: string): readonly Entry[] {
  return withMemory(ff, fatfs.sizeof_DIR + fatfs.sizeof_FILINFO, (directory) => {
    const opened = ff.f_opendir(directory, folder);
    if (nowhere.includes(opened)) return [];
    expectOk(opened, `open ${folder}`);
    const entries = [...remaining(ff, directory, directory + fatfs.sizeof_DIR)];
    expectOk(ff.f_closedir(directory), `close ${folder}`);
    return entries;
  });
}

function* remaining(ff: fatfs.FatFs, directory: number, info: number): Generator<Entry> {
  while (true) {
    expectOk(ff.f_readdir(directory, info), "readdir");
    const entry = entryOf(ff, info);
    if (entry.name === "") return;
    yield entry;
  }
}

function entryOf(ff: fatfs.FatFs, info: number): Entry {
  const folder = (ff.FILINFO_fattrib(info) & fatfs.AM_DIR) !== 0;
  return { name: ff.FILINFO_fname(info), kind: folder ? "folder" : "file", size: ff.FILINFO_fsize(info) };
}
