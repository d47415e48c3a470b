import {
  accessSync,
  chmodSync,
  closeSync,
  constants,
  copyFileSync,
  existsSync,
  linkSync,
  lstatSync,
  mkdirSync,
  openSync,
  readdirSync,
  readFileSync,
  readlinkSync,
  realpathSync,
  renameSync,
  rmSync,
  statSync,
  writeFileSync,
} from "node:fs";
import { dirname, join, relative, resolve, sep } from "node:path";
import { lock } from "./file-lock.ts";
import { HostError } from "./host.ts";
import { codeOf, toHostError } from "./node-host.ts";
import { type OutputStat, type OutputTree, ReadError } from "./output-tree.ts";

/** The real file system. */
export function nodeOutputTree(): OutputTree {
  return {
    exists: existsSync,
    place: (path) => reading(path, () => place(path)),
    read: (path) => reading(path, () => ifPresent(() => readFileSync(path))),
    stat: (path) => reading(path, () => ifPresent(() => inspect(path))),
    list: (path) => reading(path, () => ifPresent(() => readdirSync(path).sort()) ?? []),
    filesBelow: (path) => reading(path, () => ifPresent(() => filesBelow(path)) ?? []),
    makeFolder: (path, mode) => changing(path, [dirname(path)], () => makeFolder(path, mode)),
    writeNew: (path, data, mode) => changing(path, [dirname(path)], () => writeNew(path, data, mode)),
    takeNew: (path, from, mode) => changing(path, [dirname(path)], () => takeNew(path, from, mode)),
    requireWritable: (folder) => changing(folder, [], () => accessSync(folder, constants.W_OK | constants.X_OK)),
    rename: (from, to) => changing(to, [dirname(from), dirname(to), from], () => renameSync(from, to)),
    removeTree: (path) => changing(path, [], () => rmSync(path, { recursive: true, force: true })),
    lock: (path) => changing(path, [dirname(path)], () => lock(path)),
  };
}

function reading<T>(path: string, action: () => T): T {
  try {
    return action();
  } catch (error) {
    const found = toHostError(path, error);
    throw found instanceof HostError ? new ReadError(found.path, found.reason) : found;
  }
}

/** The system names what it was asked to make; what refuses is one of the folders that it would be made in. */
function changing<T>(path: string, folders: readonly string[], action: () => T): T {
  try {
    return action();
  } catch (error) {
    const refuses = codeOf(error) === "EACCES" ? folders.map(nearest).find((folder) => !isWritable(folder)) : undefined;
    throw toHostError(refuses ?? path, error);
  }
}

const nearest = (path: string): string => (existsSync(path) || dirname(path) === path ? path : nearest(dirname(path)));

function isWritable(path: string): boolean {
  try {
    accessSync(path, constants.W_OK | constants.X_OK);
    return true;
  } catch {
    return false;
  }
}

function place(path: string): string {
  const found = follow(path, 40);
  const device = (folder: string) => ifPresent(() => statSync(folder))?.dev;
  const mounted = existsSync(found) && device(found) !== device(dirname(found));
  if (mounted) throw new HostError(path, "EBUSY");
  return found;
}

/** A step at a time, and not by realpath: in the middle of a swap there is nothing at the end of a link. */
function follow(path: string, hops: number): string {
  if (!ifPresent(() => lstatSync(path))?.isSymbolicLink()) return path;
  if (hops === 0) throw new HostError(path, "ELOOP");
  const next = resolve(realpathSync(dirname(path)), readlinkSync(path));
  return follow(next.split(sep).join("/"), hops - 1);
}

function ifPresent<T>(action: () => T): T | undefined {
  try {
    return action();
  } catch (error) {
    if (codeOf(error) === "ENOENT") return undefined;
    throw error;
  }
}

function inspect(path: string): OutputStat {
  const { size, mode, mtimeMs } = statSync(path);
  return { size, mode: mode & 0o7777, modified: mtimeMs };
}

function filesBelow(path: string): string[] {
  return readdirSync(path, { withFileTypes: true, recursive: true })
    .filter((entry) => !entry.isDirectory())
    .map((entry) => relative(path, join(entry.parentPath, entry.name)).split(sep).join("/"))
    .sort();
}

/** A folder that is there already keeps its mode; the umask has no say in that of a new one. */
function makeFolder(path: string, mode: number): void {
  const found = ifPresent(() => lstatSync(path));
  if (found) {
    if (!existsSync(path)) throw new HostError(path, "ENOLINK");
    if (!statSync(path).isDirectory()) throw new HostError(path, "ENOTDIR");
    return;
  }
  // Not mkdir's own recursion: where a file system makes no folders, as /proc, Node's never ends.
  const parent = dirname(path);
  if (parent !== path) makeFolder(parent, 0o755);
  mkdirSync(path);
  chmodSync(path, mode);
}

/** A link has the mode of the file itself: where that is another one, only a copy will do. */
function takeNew(path: string, from: string, mode: number): void {
  try {
    if (inspect(from).mode !== mode) throw new Error("another mode");
    linkSync(from, path);
  } catch (error) {
    if (codeOf(error) === "EEXIST") throw error;
    copyFileSync(from, path, constants.COPYFILE_EXCL | constants.COPYFILE_FICLONE);
    chmodSync(path, mode);
  }
}

function writeNew(path: string, data: string | Uint8Array, mode: number): void {
  const file = openSync(path, "wx", mode & 0o600);
  try {
    writeFileSync(file, data);
  } finally {
    closeSync(file);
  }
  if ((mode & 0o600) !== mode) chmodSync(path, mode);
}
