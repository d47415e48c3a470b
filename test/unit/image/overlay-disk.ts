import { sectorSize } from "../../../src/fat/sectors.ts";
import type { Disk } from "../../../src/host/disk.ts";

/** What a disk throws when its power goes. */
export class PowerCut extends Error {}

/** A disk over bytes that stay as they are, which takes so many sectors and no more. */
export interface OverlayDisk extends Disk {
  readonly sectorsWritten: () => number;
  /** The same with its power on again: what was written is there. */
  readonly again: () => OverlayDisk;
  /** All of it. */
  readonly bytes: () => Uint8Array;
}

export function overlayDisk(
  base: Uint8Array,
  capacity = Number.POSITIVE_INFINITY,
  changed: Map<number, Uint8Array> = new Map(),
): OverlayDisk {
  let written = 0;
  const read = (offset: number, length: number) => {
    // Not slice: that of a Buffer is a view.
    const found = new Uint8Array(base.subarray(offset, offset + length));
    for (let at = 0; at < found.length; at += sectorSize) found.set(changed.get((offset + at) / sectorSize) ?? [], at);
    return found;
  };
  return {
    size: base.length,
    read,
    write(offset, data) {
      for (let at = 0; at < data.length; at += sectorSize) {
        if (written >= capacity) throw new PowerCut();
        changed.set((offset + at) / sectorSize, data.slice(at, at + sectorSize));
        written += 1;
      }
    },
    grow: () => undefined,
    flush: () => undefined,
    close: () => undefined,
    sectorsWritten: () => written,
    again: () => overlayDisk(base, Number.POSITIVE_INFINITY, changed),
    bytes: () => read(0, base.length),
  };
}
