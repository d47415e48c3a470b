import type { Disk } from "../host/disk.ts";
import { eraseMarks, firstLost, markPlaces, writeMarks } from "../image/capacity.ts";
import { firstDifference, writeImage } from "../image/write-image.ts";
import type { Diagnostic } from "../model/diagnostic.ts";
import { fault } from "../model/fault.ts";
import type { Io } from "./io.ts";
import { breathe, progressOf } from "./progress.ts";

export interface CardWriting {
  readonly image: string;
  readonly target: string;
  /** Of the image. */
  readonly size: number;
  readonly isDevice: boolean;
  readonly node: string;
}

/**
 * Writes, and reads everything back after the device was closed and opened again: only then does Linux forget what it remembers of a
 * device, and asks the card itself.
 */
export async function writeCard(io: Io, job: CardWriting): Promise<readonly Diagnostic[]> {
  const { target, isDevice } = job;
  if (!isDevice && !io.tree.exists(target)) io.tree.writeNew(target, "", 0o600);
  const { places, whole } = await withDisks(io, job, "write", async (image, card) => {
    const empty = !isDevice && card.size === 0;
    if (!isDevice && card.size < image.size) card.grow(image.size);
    const marks = isDevice ? markPlaces(card.size, image.size) : [];
    writeMarks(card, marks);
    const pass = passOf(io, `writing ${job.node}`, job.size);
    return { places: marks, whole: await writeImage(image, card, { ...pass, empty }).finally(pass.end) };
  });
  if (!whole) return [interrupted(target)];
  const faults = await withDisks(io, job, "read", (image, card) => readBack(io, job, places, image, card));
  if (faults.length === 0 && places.length > 0)
    await withDisks(io, job, "write", async (_, card) => eraseMarks(card, places));
  return faults;
}

async function withDisks<T>(
  io: Io,
  { image, target }: CardWriting,
  access: "read" | "write",
  action: (image: Disk, card: Disk) => Promise<T>,
): Promise<T> {
  const source = io.openDisk(image, "read");
  try {
    const card = io.openDisk(target, access);
    try {
      return await action(source, card);
    } finally {
      card.close();
    }
  } finally {
    source.close();
  }
}

function passOf(io: Io, what: string, total: number) {
  const { at, end } = progressOf(io, what, total);
  return { tell: at, interrupted: io.interrupted, breathe, end };
}

async function readBack(
  io: Io,
  job: CardWriting,
  places: readonly number[],
  image: Disk,
  card: Disk,
): Promise<readonly Diagnostic[]> {
  const pass = passOf(io, `reading ${job.node} back`, job.size);
  const sum = io.bulk.checksum();
  const differs = await firstDifference(image, card, sum, pass).finally(pass.end);
  if (io.interrupted()) return [notRead(job.target)];
  const lost = firstLost(card, places);
  // What was written behind a counterfeit card's end may have landed on the image.
  if (lost !== undefined) return [lies(job.target, card.size, lost)];
  if (differs !== undefined) return [another(job.target, differs)];
  io.out(`${job.target}  the card of ${job.node}, read back: sha256 ${sum.digest()}\n`);
  return [];
}

const gigabytes = (bytes: number) => `${(bytes / 1e9).toFixed(1)} GB`;

const another = (subject: string, at: number) =>
  fault("card-failed", `it does not read back as it was written, ${(at / 1e6).toFixed(0)} MB from its start`, {
    subject,
    notes: ["it is worn or counterfeit, or its reader is: try another reader, then another card"],
  });

const lies = (subject: string, size: number, at: number) =>
  fault(
    "card-failed",
    `it says that it has ${gigabytes(size)}, and does not keep what is written ${gigabytes(at)} from its start`,
    {
      subject,
      notes: ["such cards are sold as larger ones than they are: do not use it"],
    },
  );

const interrupted = (subject: string) =>
  fault("interrupted", "interrupted: what is on it now is no whole image", {
    subject,
    notes: ["run the same command again"],
  });

const notRead = (subject: string) =>
  fault("interrupted", "interrupted: it was written, and not read back", {
    subject,
    notes: ["run the same command again"],
  });
