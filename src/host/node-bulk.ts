import { spawn } from "node:child_process";
import { createHash } from "node:crypto";
import { closeSync, createReadStream, ftruncateSync, openSync, writeSync } from "node:fs";
import { open } from "node:fs/promises";
import { Readable, Transform, Writable } from "node:stream";
import { pipeline } from "node:stream/promises";
import { createGunzip } from "node:zlib";
import xz from "xz-decompress";
import type { Bulk, Checksum, Unpacked, Unpacking } from "./bulk.ts";
import { HostError } from "./host.ts";
import { codeOf, toHostError } from "./node-host.ts";
import { environment } from "./node-processes.ts";

export const nodeBulk = (): Bulk => ({ checksum, unpack, flush });

function checksum(): Checksum {
  const hash = createHash("sha256");
  return { update: (data) => void hash.update(data), digest: () => hash.digest("hex") };
}

/**
 * The packed file is read here, so that it is counted and summed on the way. The programs xz and zstd write to the file themselves, with
 * a hole for every run of zeros. gzip is unpacked by Node, and xz by WebAssembly where its program is not: a tenth as fast.
 */
async function unpack(job: Unpacking): Promise<Unpacked> {
  const to = openFile(job.to);
  try {
    const sum = checksum();
    const source = createReadStream(job.from, { highWaterMark: 1 << 20 });
    const stages = [source, metered(job, sum)] as const;
    const complaint = await (job.byProgram ? byProgram(stages, to, job) : inHere(stages, to, job));
    return { sha256: complaint === undefined ? sum.digest() : "", complaint };
  } finally {
    closeSync(to);
  }
}

function openFile(path: string): number {
  try {
    return openSync(path, "r+");
  } catch (error) {
    throw toHostError(path, error);
  }
}

type Stages = readonly [source: NodeJS.ReadableStream, meter: Transform];

function metered({ tell, interrupted }: Unpacking, sum: Checksum): Transform {
  let read = 0;
  return new Transform({
    transform(chunk: Buffer, _encoding, done) {
      if (interrupted()) return done(new Error(stopped));
      sum.update(chunk);
      read += chunk.length;
      tell(read);
      done(null, chunk);
    },
  });
}

const stopped = "interrupted";

const programs = { xz: ["xz", "-dc", "-T0"], zstd: ["zstd", "-dcq", "--sparse"] } as const;

async function byProgram(stages: Stages, to: number, job: Unpacking): Promise<string | undefined> {
  const [program = "", ...args] = job.packing === "gzip" ? [] : programs[job.packing];
  const child = spawn(program, args, { env: environment(), stdio: ["pipe", to, "pipe"] });
  const said: Buffer[] = [];
  child.stderr?.on("data", (chunk: Buffer) => said.push(chunk));
  const ended = new Promise<number>((resolve) => {
    child.once("error", ({ message }) => {
      said.push(Buffer.from(message));
      resolve(127);
    });
    child.once("close", (code) => resolve(code ?? 128));
  });
  const fed = await pipeline(...stages, child.stdin as Writable).catch((error: unknown) => error);
  if (fed instanceof Error && fed.message === stopped) child.kill("SIGKILL");
  const code = await ended;
  if (code === 0) return fed === undefined ? undefined : refused(fed, job);
  return complaintOf(Buffer.concat(said).toString("utf8"), job);
}

/** `xz: (stdin): Compressed data is corrupt`: the program's own name and that of what it read say nothing here. */
function complaintOf(said: string, job: Unpacking): string {
  if (/No space left/.test(said)) throw new HostError(job.to, "ENOSPC");
  const line = said.trim().split("\n").at(-1) ?? "";
  return line.replace(/^\w+: /, "").replace(/^(?:\(stdin\)|\/\*stdin\*\\)\s*: /, "") || stopped;
}

/** Windows flushes only what was opened for writing. */
async function flush(path: string): Promise<void> {
  try {
    const file = await open(path, "r+");
    await file.sync().finally(() => file.close());
  } catch (error) {
    throw toHostError(path, error);
  }
}

/** What a stage of a pipeline threw: a refusal by the system, or data that it could not unpack. */
function refused(error: unknown, { from, to }: Unpacking): string {
  const code = codeOf(error);
  if (code?.startsWith("Z_") || error instanceof Damaged) return (error as Error).message;
  if (error instanceof Error && error.message === stopped) return stopped;
  throw toHostError(code === "ENOSPC" ? to : from, error);
}

async function inHere([source, meter]: Stages, to: number, job: Unpacking): Promise<string | undefined> {
  try {
    if (job.packing === "gzip") await pipeline(source, meter, createGunzip({ chunkSize: 1 << 18 }), withHoles(to));
    else await pipeline(source, meter, unxz, withHoles(to));
    return undefined;
  } catch (error) {
    return refused(error, job);
  }
}

/** What the decoder finds wrong with its data. */
class Damaged extends Error {}

async function* unxz(packed: AsyncIterable<Buffer>): AsyncGenerator<Buffer> {
  const input = Readable.from(packed);
  const failed = new Promise<never>((_, reject) => input.once("error", reject));
  failed.catch(() => undefined);
  const reader = new xz.XzReadableStream(Readable.toWeb(input) as ReadableStream<Uint8Array>).getReader();
  while (true) {
    const read = reader
      .read()
      .catch(() => Promise.reject(input.errored ?? new Damaged("its data is spoilt, or ends early")));
    const { value, done } = await Promise.race([read, failed]);
    if (done) return;
    // The decoder's own memory is good until the next one.
    yield Buffer.from(value);
  }
}

/** Writes from the start of an empty file on, but no zeros. */
function withHoles(file: number): Writable {
  let at = 0;
  return new Writable({
    write(chunk: Buffer, _encoding, done) {
      try {
        if (!isZero(chunk)) writeAll(file, chunk, at);
        at += chunk.length;
        done();
      } catch (error) {
        done(error as Error);
      }
    },
    final(done) {
      ftruncateSync(file, at);
      done();
    },
  });
}

const zeros = Buffer.alloc(1 << 20);

const isZero = (chunk: Buffer) => chunk.length <= zeros.length && zeros.subarray(0, chunk.length).equals(chunk);

function writeAll(file: number, data: Uint8Array, at: number): void {
  for (let done = 0; done < data.length; ) done += writeSync(file, data, done, data.length - done, at + done);
}
