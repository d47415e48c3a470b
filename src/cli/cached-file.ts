import type { Large } from "../image/large.ts";
import { cachedPath } from "../lock/files.ts";
import type { Pin } from "../model/lock.ts";
import type { Io } from "./io.ts";

/** A download as it lies in the cache, and its sum in the lock. */
export function cachedFile(io: Io, cache: string, pin: Pick<Pin, "sha256" | "size">): Large {
  return {
    length: pin.size,
    pieces: () => piecesOf(io, cachedPath(cache, pin)),
    isMadeOf(pieces) {
      const sum = io.bulk.checksum();
      for (const piece of pieces) sum.update(piece);
      return sum.digest() === pin.sha256;
    },
  };
}

/** What a processor's cache holds while it is written elsewhere. */
const pieceSize = 1 << 18;

/** Of a whole file, however long it is. */
export function* piecesOf({ openDisk }: Pick<Io, "openDisk">, path: string): Generator<Uint8Array> {
  const file = openDisk(path, "read");
  try {
    const room = new Uint8Array(pieceSize);
    for (let at = 0; at < file.size; at += pieceSize) yield file.read(at, pieceSize, room);
  } finally {
    file.close();
  }
}
