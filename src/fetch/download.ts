import type { Checksum } from "../host/bulk.ts";
import type { PartFile } from "../host/part-file.ts";
import { WebError } from "../host/web.ts";
import type { Pin } from "../model/lock.ts";
import { type Downloading, type Part, startAnew, WrongContent } from "./part.ts";
import { receive } from "./receive.ts";
import { retried } from "./retry.ts";

export interface Wanted {
  /** For messages: `K3s v1.34.8+k3s1 k3s-arm64`. */
  readonly what: string;
  readonly pin: Pin;
  /** Where to ask, one after the other. */
  readonly sources: readonly string[];
  /** Where it will lie; what is not complete yet lies beside it. */
  readonly path: string;
}

export const partPath = (path: string): string => `${path}.part`;

/**
 * Brings a file under its name, complete and with the right sum, or not at all. `kept`: it was there. What was cut stays beside it
 * for the next run. Throws WebError, WrongContent, HostError, and the signal's reason.
 */
export async function download(io: Downloading, wanted: Wanted): Promise<"kept" | "fetched"> {
  if (io.tree.exists(wanted.path)) {
    if (await isIntact(io, wanted)) return "kept";
    io.tree.removeTree(wanted.path);
    io.tell(`${wanted.what}: what was in the cache is damaged; deleted`);
  }
  await complete(io, wanted);
  io.tree.rename(partPath(wanted.path), wanted.path);
  return "fetched";
}

async function isIntact(io: Downloading, { path, pin }: Wanted): Promise<boolean> {
  const file = await io.openPart(path, "read");
  try {
    return file.size() === pin.size && (await summed(io, file)).digest() === pin.sha256;
  } finally {
    await file.close();
  }
}

async function summed(io: Downloading, file: PartFile): Promise<Checksum> {
  const sum = io.checksum();
  for await (const piece of file.bytes()) {
    io.signal.throwIfAborted();
    sum.update(piece);
  }
  return sum;
}

async function complete(io: Downloading, wanted: Wanted): Promise<void> {
  const file = await io.openPart(partPath(wanted.path), "add");
  let wrong = false;
  try {
    const part = { file, sum: await summed(io, file), inherited: file.size() };
    await fromSources(io, wanted, part);
  } catch (error) {
    wrong = error instanceof WrongContent;
    throw error;
  } finally {
    await file.close();
    if (wrong) io.tree.removeTree(partPath(wanted.path));
  }
}

/** What a mirror cannot give, the next place may. */
async function fromSources(io: Downloading, wanted: Wanted, part: Part): Promise<void> {
  const trying = { ...io, tell: (text: string) => io.tell(`${wanted.what}: ${text}`) };
  for (const [at, source] of wanted.sources.entries()) {
    try {
      return await retried(trying, () => fromSource(io, wanted, part, source), part.file.size);
    } catch (error) {
      const next = wanted.sources[at + 1];
      const known = error instanceof WebError || error instanceof WrongContent;
      if (!known || next === undefined) throw error;
      trying.tell(`${error.message}; asking ${new URL(next).host} instead`);
      part.inherited = part.file.size();
    }
  }
}

async function fromSource(io: Downloading, wanted: Wanted, part: Part, source: string): Promise<void> {
  const { pin } = wanted;
  if (part.file.size() > pin.size) await startAnew(io, part);
  if (part.file.size() < pin.size) await receive(io, pin, part, source);
  const found = part.sum.digest();
  if (found === pin.sha256) return;
  const { inherited } = part;
  await startAnew(io, part);
  if (inherited > 0) throw new WebError("what an earlier attempt left of it is wrong; starting anew", false);
  throw new WrongContent(`wrong checksum: ${source} has sha256 ${found}, the lock says ${pin.sha256}; deleted`);
}
