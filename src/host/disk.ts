/** `copy` is `write` that does not wait for the disk at its end: for what can be made again. */
export type DiskAccess = "read" | "write" | "copy";

/**
 * A disk image or a disk, read and written where it lies. Synchronous, because FatFs asks for its sectors in the middle of a call. Methods
 * throw HostError.
 */
export interface Disk {
  /** In bytes. */
  readonly size: number;
  /** Fewer bytes than asked for only at the end of the disk. With `room`, they may lie in there. */
  readonly read: (offset: number, length: number, room?: Uint8Array) => Uint8Array;
  readonly write: (offset: number, data: Uint8Array) => void;
  /** Makes it longer, by a hole that reads as zeros. */
  readonly grow: (size: number) => void;
  /** What was written until now is on the disk before anything that follows. */
  readonly flush: () => void;
  /** Flushes what was written and gives the file back. */
  readonly close: () => void;
}
