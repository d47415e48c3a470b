import { type WebAnswer, WebError } from "../host/web.ts";
import type { Pin } from "../model/lock.ts";
import { get } from "./get.ts";
import { type Downloading, type Part, startAnew, WrongContent } from "./part.ts";
import { whileAlive } from "./patience.ts";
import { statusError } from "./sentence.ts";

/** Asks for what is missing and appends it, to the last byte. Throws WebError when less came, which stays. */
export async function receive(io: Downloading, pin: Pin, part: Part, source: string): Promise<void> {
  const { host } = new URL(source);
  await whileAlive(io.signal, host, io.patience, async (signal, alive) => {
    const have = part.file.size();
    const headers = have > 0 ? { range: `bytes=${have}-` } : {};
    const answer = await get(io.web, source, { headers, signal });
    try {
      await prepare(io, pin, part, { answer, source, host });
      for await (const piece of answer.body) {
        alive();
        await append(io, pin, part, piece, source);
      }
    } finally {
      answer.close();
    }
  });
  const size = part.file.size();
  if (size < pin.size)
    throw new WebError(`${host} cut it off at ${size} of ${pin.size} bytes; it goes on from there`, false);
}

interface Answered {
  readonly answer: WebAnswer;
  readonly source: string;
  readonly host: string;
}

/** Holds the answer against what was asked for. A server may answer a Range with the whole file: then it begins anew. */
async function prepare(io: Downloading, pin: Pin, part: Part, { answer, source, host }: Answered): Promise<void> {
  const have = part.file.size();
  if (answer.status === 416) {
    await startAnew(io, part);
    throw new WebError(`${host} has less than was downloaded before; starting anew`, false);
  }
  if (answer.status !== 200 && answer.status !== 206) throw statusError(answer.status, source);
  if (answer.status === 200 && have > 0) await startAnew(io, part);
  if (answer.status === 206 && !startsAt(answer, have)) {
    await startAnew(io, part);
    throw new WebError(`${host} sends another part than it was asked for; starting anew`, false);
  }
  const length = answer.header("content-length");
  const total = length === undefined ? pin.size : part.file.size() + Number(length);
  if (total !== pin.size) await refuse(io, part, `${source} has ${total} bytes, the lock says ${pin.size}`);
}

const startsAt = (answer: WebAnswer, have: number) =>
  (answer.header("content-range") ?? "").startsWith(`bytes ${have}-`);

async function append(io: Downloading, pin: Pin, part: Part, piece: Uint8Array, source: string): Promise<void> {
  if (part.file.size() + piece.length > pin.size)
    await refuse(io, part, `${source} has more than the ${pin.size} bytes that the lock says`);
  await part.file.append(piece);
  part.sum.update(piece);
  io.came(piece.length);
}

async function refuse(io: Downloading, part: Part, why: string): Promise<never> {
  await startAnew(io, part);
  throw new WrongContent(`${why}: another file, or a log-in page of the network; deleted`);
}
