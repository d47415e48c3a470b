import * as fatfs from "js-fatfs";
import { expectOk, FatError, nowhere, withMemory } from "./fatfs.ts";

/** Undefined: there is no file of that name. */
export function readFile(ff: fatfs.FatFs, path: string, most = Number.MAX_SAFE_INTEGER): Uint8Array | undefined {
  return opened(ff, path, (file) => {
    const bytes = new Uint8Array(Math.min(most, ff.f_size(file)));
    for (const { from, piece } of pieces(ff, file, bytes.length)) bytes.set(piece, from);
    return bytes;
  });
}

/** Whether a file has these very bytes. One that cannot be read to its end has not. */
export function holds(ff: fatfs.FatFs, path: string, bytes: Uint8Array): boolean {
  try {
    const same = opened(ff, path, (file) => {
      if (ff.f_size(file) !== bytes.length) return false;
      for (const { from, piece } of pieces(ff, file, bytes.length))
        if (Buffer.compare(piece, bytes.subarray(from, from + piece.length)) !== 0) return false;
      return true;
    });
    return same ?? false;
  } catch (error) {
    if (error instanceof FatError) return false;
    throw error;
  }
}

/** Of a file that exists, its contents are replaced; its name stays as it is spelt. Its folder must exist. */
export function writeFile(ff: fatfs.FatFs, path: string, bytes: Uint8Array): void {
  withMemory(ff, fatfs.sizeof_FIL, (file) => {
    expectOk(ff.f_open(file, path, fatfs.FA_WRITE | fatfs.FA_CREATE_ALWAYS), `open ${path}`);
    for (let from = 0; from < bytes.length; from += pieceSize)
      writePiece(ff, file, bytes.subarray(from, from + pieceSize));
    expectOk(ff.f_close(file), `close ${path}`);
  });
}

function opened<T>(ff: fatfs.FatFs, path: string, action: (file: number) => T): T | undefined {
  return withMemory(ff, fatfs.sizeof_FIL, (file) => {
    const result = ff.f_open(file, path, fatfs.FA_READ);
    if (nowhere.includes(result)) return undefined;
    expectOk(result, `open ${path}`);
    const value = action(file);
    expectOk(ff.f_close(file), `close ${path}`);
    return value;
  });
}

/** FatFs's memory is not for whole payloads. */
const pieceSize = 1 << 20;

/** FatFs says through a pointer how many bytes it moved; it stands before them, where it is aligned. */
const counter = 8;

/** `piece` is FatFs's own memory, and good until the next one. */
function* pieces(ff: fatfs.FatFs, file: number, size: number): Generator<{ from: number; piece: Uint8Array }> {
  const length = Math.min(size, pieceSize);
  const count = ff.malloc(counter + length);
  if (count === 0) throw new Error(`FatFs: no memory for ${length} bytes`);
  try {
    for (let from = 0; from < size; from += pieceSize) {
      const wanted = Math.min(pieceSize, size - from);
      expectOk(ff.f_read(file, count + counter, wanted, count), "read");
      if (ff.getValue(count, "i32") !== wanted) throw new FatError("read: a file is shorter than its entry says");
      yield { from, piece: ff.HEAPU8.subarray(count + counter, count + counter + wanted) };
    }
  } finally {
    ff.free(count);
  }
}

function writePiece(ff: fatfs.FatFs, file: number, bytes: Uint8Array): void {
  withMemory(ff, counter + bytes.length, (count) => {
    ff.HEAPU8.set(bytes, count + counter);
    expectOk(ff.f_write(file, count + counter, bytes.length, count), "write");
    if (ff.getValue(count, "i32") !== bytes.length) throw new FatError("write: the file system is full");
  });
}
