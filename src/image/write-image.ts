import type { Checksum } from "../host/bulk.ts";
import type { Disk } from "../host/disk.ts";

/** What cards are erased by, or a multiple of it. */
const blockSize = 4 << 20;

export interface Pass {
  /** Told after each block how far it is. */
  readonly tell: (done: number) => void;
  readonly interrupted: () => boolean;
  /** Lets others run for a moment: a loop that never waits hears no Ctrl-C. */
  readonly breathe: () => Promise<void>;
}

/**
 * Writes an image in aligned blocks. Where the image has zeros and so has the target, nothing is written: reading is faster than
 * writing, and spares the card. An empty target is one that nobody has written to. False: it was interrupted.
 */
export async function writeImage(
  image: Disk,
  target: Disk,
  pass: Pass & { readonly empty?: boolean },
): Promise<boolean> {
  const { tell, interrupted, breathe, empty = false } = pass;
  const zeros = new Uint8Array(blockSize);
  for (let at = 0; at < image.size; at += blockSize) {
    if (interrupted()) return false;
    const block = image.read(at, blockSize);
    const isZero = same(block, zeros.subarray(0, block.length));
    if (!isZero || !(empty || same(target.read(at, block.length), block))) target.write(at, block);
    tell(at + block.length);
    await breathe();
  }
  return true;
}

/** The first byte, rounded down to a block, at which the target differs from the image. Undefined: nowhere. */
export async function firstDifference(
  image: Disk,
  target: Disk,
  sum: Checksum,
  { tell, interrupted, breathe }: Pass,
): Promise<number | undefined> {
  for (let at = 0; at < image.size && !interrupted(); at += blockSize) {
    const found = target.read(at, Math.min(blockSize, image.size - at));
    if (!same(found, image.read(at, blockSize))) return at;
    sum.update(found);
    tell(at + found.length);
    await breathe();
  }
  return undefined;
}

const same = (one: Uint8Array, other: Uint8Array) => Buffer.compare(one, other) === 0;
