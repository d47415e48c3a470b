import type { Packing } from "../host/bulk.ts";
import { checksumIn } from "../image/checksum-file.ts";
import { packerOf } from "../image/packing.ts";
import type { Diagnostic, Result } from "../model/diagnostic.ts";
import { fault } from "../model/fault.ts";
import { nameOf } from "../model/file-name.ts";
import type { Io } from "./io.ts";
import { breathe, progressOf } from "./progress.ts";

/** An image of an operating system that cards can be made from: unpacked. */
export interface StockImage {
  readonly path: string;
  /** It was unpacked to there by us, and may be moved. */
  readonly own: boolean;
}

/** What an image must be, and who says so. */
export interface Expected {
  readonly sha256: string;
  readonly says: string;
}

/** Opens an image, unpacked to `place` if it is packed, and holds it against the lock or the checksum beside it, where there is one. */
export async function openStock(io: Io, base: string, place: string, locked?: Expected): Promise<Result<StockImage>> {
  if ((await io.host.stat(base))?.kind !== "file") return refuse(noImage(base));
  const packer = packerOf(startOf(io, base));
  if (packer === "zip") return refuse(zipped(base));
  const expected = locked ?? (await checksumBeside(io, base));
  if (packer !== undefined) return unpackStock(io, base, packer, place, expected);
  const damaged = expected === undefined ? undefined : differs(base, expected, await summed(io, base));
  return damaged ? refuse(damaged) : { value: { path: base, own: false }, diagnostics: [] };
}

const refuse = (...diagnostics: readonly Diagnostic[]) => ({ diagnostics });

function startOf({ openDisk }: Io, path: string): Uint8Array {
  const disk = openDisk(path, "read");
  try {
    return disk.read(0, 6);
  } finally {
    disk.close();
  }
}

const sizeOf = ({ tree }: Io, path: string) => tree.stat(path)?.size ?? 0;

async function unpackStock(io: Io, from: string, packing: Packing, to: string, expected: Expected | undefined) {
  const byProgram = packing !== "gzip" && io.processes.has(packing);
  if (packing === "zstd" && !byProgram) return refuse(noZstd(from));
  io.tree.writeNew(to, "", 0o600);
  const progress = progressOf(io, `unpacking ${nameOf(from)}`, sizeOf(io, from));
  const job = { packing, byProgram, from, to, tell: progress.at, interrupted: io.interrupted };
  const { sha256, complaint } = await io.bulk.unpack(job).finally(progress.end);
  if (io.interrupted()) return refuse(stopped(from));
  if (complaint !== undefined) return refuse(broken(from, complaint));
  const damaged = expected === undefined ? undefined : differs(from, expected, sha256);
  return damaged ? refuse(damaged) : { value: { path: to, own: true }, diagnostics: [] };
}

async function checksumBeside({ host }: Io, base: string): Promise<Expected | undefined> {
  const path = `${base}.sha256`;
  if ((await host.stat(path))?.kind !== "file") return undefined;
  const sha256 = checksumIn(await host.readText(path), nameOf(base));
  return sha256 === undefined ? undefined : { sha256, says: `${nameOf(base)}.sha256` };
}

const piece = 1 << 22;

/** Of an image that lies there unpacked. */
export async function summed(io: Io, path: string): Promise<string> {
  const disk = io.openDisk(path, "read");
  const sum = io.bulk.checksum();
  const progress = progressOf(io, `reading ${nameOf(path)}`, disk.size);
  try {
    for (let at = 0; at < disk.size && !io.interrupted(); at += piece) {
      sum.update(disk.read(at, piece));
      progress.at(at);
      await breathe();
    }
    return sum.digest();
  } finally {
    progress.end();
    disk.close();
  }
}

const differs = (base: string, { sha256, says }: Expected, found: string): Diagnostic | undefined =>
  found === sha256
    ? undefined
    : fault("image-damaged", `its sha256 is ${found}, ${says} says ${sha256}`, {
        subject: base,
        notes: [`fetch it again; if it is meant to differ, it needs another name than the one in ${says}`],
      });

const broken = (base: string, complaint: string) =>
  fault("image-damaged", `it cannot be unpacked: ${complaint}`, { subject: base, notes: ["fetch it again"] });

const stopped = (base: string) =>
  fault("interrupted", "interrupted; nothing of it is left", { subject: base, notes: ["run the same command again"] });

const noImage = (base: string) =>
  fault("image-missing", "there is no such image", {
    subject: base,
    notes: ["--base names a stock image as its makers publish it: .img, .img.xz, .img.zst or .img.gz"],
  });

const zipped = (base: string) =>
  fault("not-an-image", "it is packed with zip: unpack it first", { subject: base, notes: [`unzip ${base}`] });

const noZstd = (base: string) =>
  fault("program-missing", `this program is needed to unpack ${nameOf(base)}`, {
    subject: "zstd",
    notes: [
      "it comes with zstd on Debian, Ubuntu and from Homebrew",
      "or unpack the image by other means, and name what comes of it",
    ],
  });
