import { readFile } from "node:fs/promises";
import { createRequire } from "node:module";
import * as fatfs from "js-fatfs";

export const sectorSize = 512;

/**
 * ChaN's FatFs over an image in memory. Its clock is fixed to 1980-01-01, the beginning of FAT's time, so that the same files give
 * the same bytes: the module asks the host for date and zone through two imports, which are replaced here.
 */
export async function mountable(image: Uint8Array): Promise<fatfs.FatFs> {
  wasm = wasm ?? compileFatFs();
  const options = { diskio: diskOf(image), instantiateWasm: withFixedClock(await wasm) };
  return await fatfs.create(options);
}

let wasm: Promise<WebAssembly.Module> | undefined;

async function compileFatFs(): Promise<WebAssembly.Module> {
  return WebAssembly.compile(await readFile(createRequire(import.meta.url).resolve("js-fatfs/dist/fatfs.wasm")));
}

/** Throws with FatFs's own result code: writing into an image that we sized ourselves fails only by a bug. */
export function expectOk(result: number, action: string): void {
  if (result !== fatfs.FR_OK) throw new Error(`FatFs: ${action} gave ${result}`);
}

function diskOf(image: Uint8Array): fatfs.DiskIO {
  return {
    initialize: () => 0,
    status: () => 0,
    read(ff, _drive, buffer, sector, count) {
      ff.HEAPU8.set(image.subarray(sector * sectorSize, (sector + count) * sectorSize), buffer);
      return fatfs.RES_OK;
    },
    write(ff, _drive, buffer, sector, count) {
      image.set(ff.HEAPU8.subarray(buffer, buffer + count * sectorSize), sector * sectorSize);
      return fatfs.RES_OK;
    },
    ioctl: (ff, _drive, command, buffer) => answer(ff, command, buffer, image.length / sectorSize),
  };
}

function answer(ff: fatfs.FatFs, command: number, buffer: number, sectors: number): number {
  if (command === fatfs.GET_SECTOR_COUNT) ff.setValue(buffer, sectors, "i32");
  else if (command === fatfs.GET_SECTOR_SIZE) ff.setValue(buffer, sectorSize, "i16");
  else if (command === fatfs.GET_BLOCK_SIZE) ff.setValue(buffer, 1, "i32");
  else if (command !== fatfs.CTRL_SYNC) return fatfs.RES_PARERR;
  return fatfs.RES_OK;
}

/** Emscripten's hook. The names are those of js-fatfs 0.2.1: `i` is Date.now, `f` fills a `struct tm` (nine 32-bit fields). */
function withFixedClock(module: WebAssembly.Module) {
  return (imports: { readonly a: object }, done: (instance: WebAssembly.Instance) => void) => {
    let memory: WebAssembly.Memory;
    const firstOfJanuary1980 = (_low: number, _high: number, tm: number) =>
      new Int32Array(memory.buffer, tm, 9).set([0, 0, 0, 1, 0, 80, 2, 0, 0]);
    const fixed = { a: { ...imports.a, i: () => 0, f: firstOfJanuary1980 } };
    void WebAssembly.instantiate(module, fixed).then((instance) => {
      memory = instance.exports["j"] as WebAssembly.Memory;
      done(instance);
    });
    return {};
  };
}
