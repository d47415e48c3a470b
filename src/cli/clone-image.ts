import type { Io } from "./io.ts";
import { breathe } from "./progress.ts";

/** Copies an image into a file that is not there: it shares its blocks with the original where the file system can, and has holes where it cannot. */
export async function cloneImage(io: Io, from: string, to: string): Promise<void> {
  // It is there before its bytes, so that it does not get the mode of an image that nobody may write.
  io.tree.writeNew(to, "", 0o600);
  const sparing = ["cp", "--reflink=auto", "--sparse=always", "--", from, to];
  const { code } = await io.processes.run(sparing);
  if (code !== 0 && !io.interrupted()) await copyPieces(io, from, to);
}

const pieceSize = 1 << 20;

/** Where cp is not GNU's; and where that failed, to say why. */
async function copyPieces({ openDisk, interrupted }: Io, from: string, to: string): Promise<void> {
  const [source, copy] = [openDisk(from, "read"), openDisk(to, "copy")];
  const zeros = Buffer.alloc(pieceSize);
  try {
    copy.grow(source.size);
    for (let offset = 0; offset < source.size && !interrupted(); offset += pieceSize) {
      const piece = source.read(offset, pieceSize);
      if (!zeros.subarray(0, piece.length).equals(piece)) copy.write(offset, piece);
      await breathe();
    }
  } finally {
    source.close();
    copy.close();
  }
}
