import { sectorSize } from "../fat/sectors.ts";

/** Sectors that follow each other. */
export interface Run {
  readonly first: number;
  readonly data: Uint8Array;
}

/** Sectors that are to be written. The latest of each counts. */
export interface Waiting {
  readonly isEmpty: () => boolean;
  readonly add: (first: number, data: Uint8Array) => void;
  readonly get: (sector: number) => Uint8Array | undefined;
  /** What was read from `first` on, with those that wait over it. The same bytes when there are none. */
  readonly over: (first: number, bytes: Uint8Array) => Uint8Array;
  /** Those that are accepted, in the order in which they lie; their bytes are the ones that are kept here. */
  readonly runs: (accept: (sector: number) => boolean) => Iterable<Run>;
}

/** Kept by pages of 256 KiB: half a million sectors, each with an object of its own, would take four times their size. */
const perPage = 512;

interface Page {
  readonly bytes: Uint8Array;
  readonly here: Uint8Array;
}

const newPage = (): Page => ({ bytes: new Uint8Array(perPage * sectorSize), here: new Uint8Array(perPage) });

export function waitingSectors(): Waiting {
  const pages = new Map<number, Page>();
  const get = (sector: number) => {
    const page = pages.get(Math.floor(sector / perPage));
    const at = sector % perPage;
    return page?.here[at] === 1 ? page.bytes.subarray(at * sectorSize, (at + 1) * sectorSize) : undefined;
  };
  return {
    get,
    isEmpty: () => pages.size === 0,
    add(first, data) {
      for (let at = 0; at < data.length; at += sectorSize) {
        const sector = first + at / sectorSize;
        const number = Math.floor(sector / perPage);
        const page = pages.get(number) ?? newPage();
        pages.set(number, page);
        page.bytes.set(
          data.length === sectorSize ? data : data.subarray(at, at + sectorSize),
          (sector % perPage) * sectorSize,
        );
        page.here[sector % perPage] = 1;
      }
    },
    over(first, bytes) {
      let result = bytes;
      for (let at = 0; pages.size > 0 && at < bytes.length; at += sectorSize) {
        const newer = get(first + at / sectorSize);
        if (newer && result === bytes) result = bytes.slice();
        if (newer) result.set(newer, at);
      }
      return result;
    },
    *runs(accept) {
      for (const number of [...pages.keys()].sort((a, b) => a - b))
        yield* runsOf(pages.get(number) ?? newPage(), number * perPage, accept);
    },
  };
}

function* runsOf({ bytes, here }: Page, base: number, accept: (sector: number) => boolean): Generator<Run> {
  for (let at = 0; at < perPage; at += 1) {
    const from = at;
    while (at < perPage && here[at] === 1 && accept(base + at)) at += 1;
    if (at > from) yield { first: base + from, data: bytes.subarray(from * sectorSize, at * sectorSize) };
  }
}
