/** A file that grows as it is downloaded, over several runs if need be. Methods throw HostError. */
export interface PartFile {
  /** In bytes: what an earlier run left, and what came since. */
  readonly size: () => number;
  /** What is there, from the beginning. */
  readonly bytes: () => AsyncIterable<Uint8Array>;
  readonly append: (piece: Uint8Array) => Promise<void>;
  /** Throws away what is there. */
  readonly empty: () => Promise<void>;
  /** Flushes what came and gives the file back. */
  readonly close: () => Promise<void>;
}
