import { readFile } from "node:fs/promises";
import { createRequire } from "node:module";
import * as fatfs from "js-fatfs";
import { type Sectors, sectorSize } from "./sectors.ts";

/**
 * ChaN's FatFs over some sectors. Its clock is fixed to 1980-01-01, the beginning of FAT's time, so that the same files give
 * the same bytes: the module asks the host for date and zone through two imports, which are replaced here.
 */
export async function mountable(sectors: Sectors): Promise<fatfs.FatFs> {
  wasm = wasm ?? compileFatFs();
  const options = { diskio: diskOf(sectors), instantiateWasm: withFixedClock(await wasm) };
  return await fatfs.create(options);
}

let wasm: Promise<WebAssembly.Module> | undefined;

async function compileFatFs(): Promise<WebAssembly.Module> {
  return WebAssembly.compile(await readFile(createRequire(import.meta.url).resolve("js-fatfs/dist/fatfs.wasm")));
}

/** What FatFs refused. What can fail otherwise than by a bug or a damaged file system is asked for before. */
export class FatError extends Error {}

export function expectOk(result: number, action: string): void {
  if (result !== fatfs.FR_OK) throw new FatError(`${action}: ${reasons[result] ?? `FatFs gave ${result}`}`);
}

/** FatFs's own words (elm-chan.org/fsw/ff/doc/rc.html), for what a disk can cause. */
const reasons: Readonly<Record<number, string>> = {
  [fatfs.FR_DISK_ERR]: "the disk gave an error",
  [fatfs.FR_INT_ERR]: "the allocation table is not sound",
  [fatfs.FR_DENIED]: "the folder is full, or the entry is read-only or a folder",
  [fatfs.FR_EXIST]: "there is something of that name",
};

/** What FatFs says of a path that leads nowhere. A name that FAT cannot hold is one of those, also one with a colon (`a:b`). */
export const nowhere: readonly number[] = [
  fatfs.FR_NO_FILE,
  fatfs.FR_NO_PATH,
  fatfs.FR_INVALID_NAME,
  fatfs.FR_INVALID_DRIVE,
];

/** A piece of FatFs's own memory for as long as an action runs. */
export function withMemory<T>(ff: fatfs.FatFs, size: number, action: (pointer: number) => T): T {
  const pointer = ff.malloc(size);
  if (pointer === 0) throw new Error(`FatFs: no memory for ${size} bytes`);
  try {
    return action(pointer);
  } finally {
    ff.free(pointer);
  }
}

function diskOf(sectors: Sectors): fatfs.DiskIO {
  return {
    initialize: () => 0,
    status: () => 0,
    read(ff, _drive, buffer, first, count) {
      ff.HEAPU8.set(sectors.read(first, count), buffer);
      return fatfs.RES_OK;
    },
    write(ff, _drive, buffer, first, count) {
      sectors.write(first, ff.HEAPU8.subarray(buffer, buffer + count * sectorSize));
      return fatfs.RES_OK;
    },
    ioctl: (ff, _drive, command, buffer) => answer(ff, command, buffer, sectors.count),
  };
}

function answer(ff: fatfs.FatFs, command: number, buffer: number, count: number): number {
  if (command === fatfs.GET_SECTOR_COUNT) ff.setValue(buffer, count, "i32");
  else if (command === fatfs.GET_SECTOR_SIZE) ff.setValue(buffer, sectorSize, "i16");
  else if (command === fatfs.GET_BLOCK_SIZE) ff.setValue(buffer, 1, "i32");
  else if (command !== fatfs.CTRL_SYNC) return fatfs.RES_PARERR;
  return fatfs.RES_OK;
}

/**
 * Emscripten's hook. The names are those of js-fatfs 0.2.1: `i` is Date.now, `f` fills a `struct tm` (nine 32-bit fields), `h` asks for the
 * names of time zones, for which Node loads all that it knows of languages.
 */
function withFixedClock(module: WebAssembly.Module) {
  return (imports: { readonly a: object }, done: (instance: WebAssembly.Instance) => void) => {
    let memory: WebAssembly.Memory;
    const firstOfJanuary1980 = (_low: number, _high: number, tm: number) =>
      new Int32Array(memory.buffer, tm, 9).set([0, 0, 0, 1, 0, 80, 2, 0, 0]);
    const fixed = { a: { ...imports.a, i: () => 0, f: firstOfJanuary1980, h: () => undefined } };
    void WebAssembly.instantiate(module, fixed).then((instance) => {
      memory = instance.exports["j"] as WebAssembly.Memory;
      done(instance);
    });
    return {};
  };
}
