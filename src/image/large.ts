/** What is too large to be held in memory: a file elsewhere, read piece by piece. */
export interface Large {
  /** In bytes. */
  readonly length: number;
  /** Of whole sectors each, but the last; each is good until the next one. */
  readonly pieces: () => Iterable<Uint8Array>;
  /** Whether these, one after the other, are what it should be. */
  readonly isMadeOf: (pieces: Iterable<Uint8Array>) => boolean;
}

export type Content = Uint8Array | Large;

export const isLarge = (content: Content): content is Large => !(content instanceof Uint8Array);
