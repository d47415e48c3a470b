import * as fatfs from "js-fatfs";
import { expectOk, FatError, nowhere, withMemory } from "./fatfs.ts";

/** Undefined: there is no file of that name. */
export function readFile(ff: fatfs.FatFs, path: string, most = Number.MAX_SAFE_INTEGER): Uint8Array | undefined {
  return withMemory(ff, fatfs.sizeof_FIL, (file) => {
    const opened = ff.f_open(file, path, fatfs.FA_READ);
    if (nowhere.includes(opened)) return undefined;
    expectOk(opened, `open ${path}`);
    const bytes = readAll(ff, file, Math.min(most, ff.f_size(file)));
    expectOk(ff.f_close(file), `close ${path}`);
    return bytes;
  });
}

/** Of a file that exists, its contents are replaced; its name stays as it is spelt. Its folder must exist. */
export function writeFile(ff: fatfs.FatFs, path: string, bytes: Uint8Array): void {
  withMemory(ff, fatfs.sizeof_FIL, (file) => {
    expectOk(ff.f_open(file, path, fatfs.FA_WRITE | fatfs.FA_CREATE_ALWAYS), `open ${path}`);
    writeAll(ff, file, bytes);
    expectOk(ff.f_close(file), `close ${path}`);
  });
}

/** FatFs says through a pointer how many bytes it moved; it stands before them, where it is aligned. */
const counter = 8;

function readAll(ff: fatfs.FatFs, file: number, size: number): Uint8Array {
  return withMemory(ff, counter + size, (count) => {
    expectOk(ff.f_read(file, count + counter, size, count), "read");
    if (ff.getValue(count, "i32") !== size) throw new FatError("read: a file is shorter than its entry says");
    return ff.HEAPU8.slice(count + counter, count + counter + size);
  });
}

function writeAll(ff: fatfs.FatFs, file: number, bytes: Uint8Array): void {
  withMemory(ff, counter + bytes.length, (count) => {
    ff.HEAPU8.set(bytes, count + counter);
    expectOk(ff.f_write(file, count + counter, bytes.length, count), "write");
    if (ff.getValue(count, "i32") !== bytes.length) throw new FatError("write: the file system is full");
  });
}
