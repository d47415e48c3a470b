import { download, type Wanted } from "./download.ts";
import type { Downloading } from "./part.ts";

/** More do not make a line faster, and servers count connections. */
const atOnce = 4;

export interface Outcome {
  readonly wanted: Wanted;
  readonly result: "kept" | "fetched" | Error;
}

/** Several at a time; one that fails does not keep the others from coming. The order of the outcomes is that of the files. */
export async function downloadAll(
  io: Downloading,
  files: readonly Wanted[],
  done: (outcome: Outcome) => void,
): Promise<readonly Outcome[]> {
  const outcomes = new Map<Wanted, Outcome>();
  const waiting = [...files];
  const work = async () => {
    for (let wanted = waiting.shift(); wanted !== undefined; wanted = waiting.shift()) {
      const outcome = { wanted, result: await attempt(io, wanted) };
      outcomes.set(wanted, outcome);
      done(outcome);
    }
  };
  await Promise.all(Array.from({ length: atOnce }, work));
  return files.flatMap((wanted) => outcomes.get(wanted) ?? []);
}

async function attempt(io: Downloading, wanted: Wanted): Promise<Outcome["result"]> {
  try {
    io.signal.throwIfAborted();
    return await download(io, wanted);
  } catch (error) {
    return error instanceof Error ? error : new Error(String(error));
  }
}
