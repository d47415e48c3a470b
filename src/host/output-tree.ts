import { HostError } from "./host.ts";

export interface OutputStat {
  readonly size: number;
  /** Permission bits. */
  readonly mode: number;
  /** Milliseconds since 1970. */
  readonly modified: number;
}

/** Refused while reading: that says nothing about whether it could be written. */
export class ReadError extends HostError {}

/**
 * What writing a tree of files needs of the machine. Synchronous on purpose: a cluster of 10,000 nodes is 80,000 small files,
 * and each asynchronous call costs more than the write it stands for. Every method throws HostError.
 */
export interface OutputTree {
  /**
   * Where a folder of this name lies or would lie: links are followed. Refuses the root of a mounted disk: it cannot be renamed, and
   * what lies beside it is on another disk.
   */
  readonly place: (path: string) => string;
  readonly exists: (path: string) => boolean;
  /** Undefined when there is no such file. */
  readonly read: (path: string) => Uint8Array | undefined;
  readonly stat: (path: string) => OutputStat | undefined;
  /** Names of what is in a folder, sorted; empty when there is none. */
  readonly list: (path: string) => readonly string[];
  /** Paths of all files below a folder, relative to it, sorted; empty when there is none. */
  readonly filesBelow: (path: string) => readonly string[];
  readonly makeFolder: (path: string, mode: number) => void;
  /** The file must not exist yet. */
  readonly writeNew: (path: string, data: string | Uint8Array, mode: number) => void;
  /** The same content as another file, which nobody changes: by a link where the disk has them. The file must not exist yet. */
  readonly takeNew: (path: string, from: string, mode: number) => void;
  /** Refuses, with its name, a folder in which nothing can be made or removed. */
  readonly requireWritable: (folder: string) => void;
  readonly rename: (from: string, to: string) => void;
  readonly removeTree: (path: string) => void;
  /**
   * Takes the lock, or says which process holds it. A lock whose process is gone is taken over. The function returned by a
   * successful call gives it back.
   */
  readonly lock: (path: string) => { readonly release: () => void } | { readonly heldBy: number };
}
