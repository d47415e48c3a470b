import { randomBytes } from "node:crypto";
import { constants } from "node:fs";
import { type FileHandle, link, lstat, open, readdir, readFile, realpath, rename, rm, stat } from "node:fs/promises";
import { homedir } from "node:os";
import { basename, dirname, join } from "node:path";
import { type FileInfo, type Host, HostError } from "./host.ts";

/** The machine that edgegen runs on. */
export function nodeHost(): Host {
  return {
    home: homedir(),
    readText: (path) => guard(path, async () => decodeUtf8(path, await read(path))),
    readBytes: (path) => guard(path, () => read(path)),
    stat: (path) => guard(path, () => inspect(path)),
    list: (path) => guard(path, () => names(path)),
    writeAtomic: (path, data, mode, exclusive) => guard(path, () => replace(path, data, mode, exclusive ?? false)),
    remove: (path) => guard(path, () => remove(path)),
  };
}

async function guard<T>(path: string, action: () => Promise<T>): Promise<T> {
  try {
    return await action();
  } catch (error) {
    throw toHostError(path, error);
  }
}

/** Anything that is not a refusal by the system is a bug, and stays what it is. */
export function toHostError(path: string, error: unknown): unknown {
  const code = codeOf(error);
  return code !== undefined && !(error instanceof HostError) ? new HostError(path, code) : error;
}

/** ENOENT, EEXIST, ...: the system's word for why it refused. */
export function codeOf(error: unknown): string | undefined {
  return error instanceof Error && "code" in error && typeof error.code === "string" ? error.code : undefined;
}

/** A device or a pipe may never end, and no profile is as large as that. */
async function read(path: string): Promise<Uint8Array> {
  const found = await stat(path);
  if (found.isDirectory()) throw new HostError(path, "EISDIR");
  if (!found.isFile()) throw new HostError(path, "ENODEV");
  if (found.size > largestFile) throw new HostError(path, "EFBIG");
  return readFile(path);
}

const largestFile = 64 * 1024 * 1024;

function decodeUtf8(path: string, bytes: Uint8Array): string {
  try {
    return new TextDecoder("utf-8", { fatal: true }).decode(bytes);
  } catch {
    throw new HostError(path, "EILSEQ");
  }
}

async function inspect(path: string): Promise<FileInfo | undefined> {
  try {
    const found = await stat(path);
    const kind = found.isFile() ? "file" : found.isDirectory() ? "folder" : "other";
    return { kind, mode: found.mode & meant };
  } catch (error) {
    if (isMissing(error)) return deadLink(path);
    throw error;
  }
}

/** Windows has other means to say who may read what: there Node makes up the bits of everybody but the owner. */
const meant = process.platform === "win32" ? 0o700 : 0o7777;

/** What `stat` takes for nothing may be a link whose target is gone, or on a disk that is not mounted. */
async function deadLink(path: string): Promise<FileInfo | undefined> {
  try {
    return { kind: "dead-link", mode: (await lstat(path)).mode & meant };
  } catch (error) {
    if (isMissing(error)) return undefined;
    throw error;
  }
}

async function names(path: string): Promise<readonly string[]> {
  try {
    return (await readdir(path)).sort();
  } catch (error) {
    if (isMissing(error)) return [];
    throw error;
  }
}

const isMissing = (error: unknown) => codeOf(error) === "ENOENT";

/**
 * The file under its name is always whole: the old one or the new one, even after a power cut. The temporary name is not guessable
 * and opened with O_EXCL, so nobody can put a link in its place; the mode is there before the first byte.
 */
async function replace(name: string, data: string | Uint8Array, mode: number, exclusive: boolean): Promise<void> {
  const path = await targetOf(name);
  const temporary = join(dirname(path), `.${basename(path)}.${randomBytes(6).toString("hex")}`);
  try {
    await fill(temporary, data, mode);
    if (exclusive) await link(temporary, path);
    else await rename(temporary, path);
    await flushFolder(dirname(path));
  } finally {
    await rm(temporary, { force: true });
  }
}

/** Where a path leads: renaming over a link would put a second file beside the one that the user chose. */
async function targetOf(path: string): Promise<string> {
  try {
    return await realpath(path);
  } catch (error) {
    if (isMissing(error)) return path;
    throw error;
  }
}

/** The target first: a run cut in between leaves a link to nothing, not a text that nobody knows of. */
async function remove(path: string): Promise<void> {
  const target = await targetOf(path);
  await rm(target);
  await rm(path, { force: true });
}

async function fill(path: string, data: string | Uint8Array, mode: number): Promise<void> {
  const file = await open(path, constants.O_WRONLY | constants.O_CREAT | constants.O_EXCL, mode);
  try {
    await file.writeFile(data);
    await file.chmod(mode);
    await file.sync();
  } finally {
    await file.close();
  }
}

/** Windows cannot open a folder for flushing; there the rename is all there is. */
async function flushFolder(path: string): Promise<void> {
  let folder: FileHandle;
  try {
    folder = await open(path, constants.O_RDONLY);
  } catch {
    return;
  }
  await folder.sync().catch(() => undefined);
  await folder.close();
}
