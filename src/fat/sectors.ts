/** The size that every SD card and every image of one has. */
export const sectorSize = 512;

/** What FatFs stands on: a disk, a partition of one, or bytes in memory. */
export interface Sectors {
  readonly count: number;
  /** With `room`, they may lie in there. Nobody may change them elsewhere. */
  readonly read: (first: number, count: number, room?: Uint8Array) => Uint8Array;
  /** `data` is FatFs's own memory and good only during the call. */
  readonly write: (first: number, data: Uint8Array) => void;
}

export function inMemory(image: Uint8Array): Sectors {
  return {
    count: image.length / sectorSize,
    read: (first, count) => image.subarray(first * sectorSize, (first + count) * sectorSize),
    write: (first, data) => image.set(data, first * sectorSize),
  };
}
