/**
 * Everything that edgegen asks of the machine it runs on. Files that are written by the thousand go through
 * output-tree.ts instead. The real one is node-host.ts, tests use memory-host.ts.
 */
export interface Host {
  /** The user's home folder, for paths that begin with `~`. */
  readonly home: string;
  /** @throws {HostError} */
  readText(path: string): Promise<string>;
  /** @throws {HostError} */
  readBytes(path: string): Promise<Uint8Array>;
  stat(path: string): Promise<FileInfo | undefined>;
  /** Names in a folder, sorted; empty when there is none. */
  list(path: string): Promise<readonly string[]>;
  /**
   * Writes beside the target, flushes, and renames over it. A link stays one: its target is what is written. With `exclusive`, an
   * existing target is an error.
   */
  writeAtomic(path: string, data: string | Uint8Array, mode: number, exclusive?: boolean): Promise<void>;
  /** Of a link also what it leads to: nothing of the file's text is left. */
  remove(path: string): Promise<void>;
}

export interface FileInfo {
  /** Of a link, what it leads to; `dead-link` when nothing is there. */
  readonly kind: "file" | "folder" | "other" | "dead-link";
  /** Permission bits. */
  readonly mode: number;
}

/** What the machine refused, in terms that a diagnostic can use. `reason` is the system's error code: ENOENT, ENOSPC, ... */
export class HostError extends Error {
  readonly path: string;
  readonly reason: string;
  constructor(path: string, reason: string) {
    super(`${path}: ${reason}`);
    this.path = path;
    this.reason = reason;
  }
}
