import {
  chmodSync,
  closeSync,
  existsSync,
  linkSync,
  mkdirSync,
  openSync,
  readdirSync,
  readFileSync,
  renameSync,
  rmSync,
  statSync,
  writeFileSync,
} from "node:fs";
import { dirname, join, relative, sep } from "node:path";
import { HostError } from "./host.ts";
import { codeOf, toHostError } from "./node-host.ts";
import type { OutputStat, OutputTree } from "./output-tree.ts";

/** The real file system. */
export function nodeOutputTree(): OutputTree {
  return {
    exists: existsSync,
    read: (path) => guard(path, () => ifPresent(() => readFileSync(path))),
    stat: (path) => guard(path, () => ifPresent(() => inspect(path))),
    list: (path) => guard(path, () => ifPresent(() => readdirSync(path).sort()) ?? []),
    filesBelow: (path) => guard(path, () => ifPresent(() => filesBelow(path)) ?? []),
    makeFolder: (path, mode) => guard(path, () => makeFolder(path, mode)),
    writeNew: (path, data, mode) => guard(path, () => writeNew(path, data, mode)),
    rename: (from, to) => guard(to, () => renameSync(from, to)),
    removeTree: (path) => guard(path, () => rmSync(path, { recursive: true, force: true })),
    lock: (path) => guard(path, () => lock(path)),
  };
}

function guard<T>(path: string, action: () => T): T {
  try {
    return action();
  } catch (error) {
    throw toHostError(path, error);
  }
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
  if (existsSync(path)) {
    if (!statSync(path).isDirectory()) throw new HostError(path, "ENOTDIR");
    return;
  }
  // Not mkdir's own recursion: where a file system makes no folders, as /proc, Node's never ends.
  const parent = dirname(path);
  if (parent !== path) makeFolder(parent, 0o755);
  mkdirSync(path);
  chmodSync(path, mode);
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

/** Locks of this very process: in a container, a run that was killed and the next one may have the same number. */
const held = new Set<string>();

function lock(path: string): { release: () => void } | { heldBy: number } {
  for (;;) {
    if (claim(path)) return { release: () => release(path) };
    const owner = ownerOf(path);
    if (owner !== undefined && isHeld(path, Number(owner))) return { heldBy: Number(owner) };
    if (owner !== undefined) discardStale(path, owner);
  }
}

/** By link, so that the lock never exists without the number of its process. */
function claim(path: string): boolean {
  const mine = `${path}.${process.pid}`;
  writeFileSync(mine, String(process.pid), { mode: 0o600 });
  try {
    linkSync(mine, path);
    held.add(path);
    return true;
  } catch (error) {
    if (codeOf(error) === "EEXIST") return false;
    throw error;
  } finally {
    rmSync(mine, { force: true });
  }
}

function release(path: string): void {
  held.delete(path);
  rmSync(path, { force: true });
}

const isHeld = (path: string, owner: number) => (owner === process.pid ? held.has(path) : isRunning(owner));

/** What the lock says: the number of its process, or whatever somebody else put there. */
const ownerOf = (path: string) => ifPresent(() => readFileSync(path, "utf8"));

/** Renamed first, so that of two runs which find the same dead lock neither removes the other's new one. */
function discardStale(path: string, owner: string): void {
  const aside = `${path}.stale.${process.pid}`;
  ifPresent(() => renameSync(path, aside));
  if (ownerOf(aside) !== owner) ifPresent(() => linkSync(aside, path));
  rmSync(aside, { force: true });
}

/** EPERM means that the process lives, under another user. */
function isRunning(pid: number): boolean {
  if (!Number.isInteger(pid) || pid <= 0) return false;
  try {
    process.kill(pid, 0);
    return true;
  } catch (error) {
    return codeOf(error) === "EPERM";
  }
}
