import { sectorSize } from "../fat/sectors.ts";

/** Sectors that are to be written. The latest of each counts. */
export interface Waiting {
  readonly isEmpty: () => boolean;
  readonly add: (first: number, data: Uint8Array) => void;
  readonly get: (sector: number) => Uint8Array | undefined;
  /** Puts those that wait over what was read from `first` on. */
  readonly lay: (first: number, bytes: Uint8Array) => void;
  /** In the order in which they lie. */
  readonly sectors: () => Iterable<readonly [sector: number, data: Uint8Array]>;
}

/** Kept by pages: half a million sectors, each with an object of its own, would take four times their size. */
const perPage = 128;

interface Page {
  readonly bytes: Uint8Array;
  readonly here: Uint8Array;
}

export function waitingSectors(): Waiting {
  const pages = new Map<number, Page>();
  const pageOf = (sector: number): Page => {
    const number = Math.floor(sector / perPage);
    const page = pages.get(number) ?? { bytes: new Uint8Array(perPage * sectorSize), here: new Uint8Array(perPage) };
    pages.set(number, page);
    return page;
  };
  const get = (sector: number) => {
    const page = pages.get(Math.floor(sector / perPage));
    const at = sector % perPage;
    return page?.here[at] === 1 ? page.bytes.subarray(at * sectorSize, (at + 1) * sectorSize) : undefined;
  };
  return {
    isEmpty: () => pages.size === 0,
    get,
    add(first, data) {
      for (let at = 0; at < data.length; at += sectorSize) {
        const sector = first + at / sectorSize;
        const { bytes, here } = pageOf(sector);
        bytes.set(data.subarray(at, at + sectorSize), (sector % perPage) * sectorSize);
        here[sector % perPage] = 1;
      }
    },
    lay(first, bytes) {
      for (let at = 0; pages.size > 0 && at < bytes.length; at += sectorSize) {
        const newer = get(first + at / sectorSize);
        if (newer) bytes.set(newer, at);
      }
    },
    *sectors() {
      for (const number of [...pages.keys()].sort((a, b) => a - b))
        for (let at = 0; at < perPage; at += 1) {
          const data = get(number * perPage + at);
          if (data) yield [number * perPage + at, data];
        }
    },
  };
}
