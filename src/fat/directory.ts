import { firstSectorOf, type Geometry } from "./geometry.ts";
import { type Sectors, sectorSize } from "./sectors.ts";
import type { Table } from "./table.ts";

/** Where an entry of 32 bytes lies. */
export interface Slot {
  readonly sector: number;
  readonly offset: number;
}

/** An entry of a directory as it lies there. Microsoft's FAT specification, sections 6 and 7. */
export interface RawEntry {
  readonly name: string;
  readonly slot: Slot;
  readonly folder: boolean;
  /** 0: an empty file has none. */
  readonly cluster: number;
  readonly size: number;
}

export interface RawFolder {
  readonly entries: readonly RawEntry[];
  /** Parts of long names that belong to no entry: what is left when a name was written by half. */
  readonly stray: readonly Slot[];
}

const entrySize = 32;
const longName = 0x0f;
const volumeLabel = 0x08;
const folderBit = 0x10;

/** Without the label, and without `.` and `..`. A cluster of undefined is the root. */
export function readFolder(sectors: Sectors, geometry: Geometry, table: Table, cluster: number | undefined): RawFolder {
  const entries: RawEntry[] = [];
  const stray: Slot[] = [];
  let long: { readonly slot: Slot; readonly raw: Uint8Array }[] = [];
  for (const { slot, raw } of slots(sectors, geometry, table, cluster)) {
    if ((raw[11] ?? 0) === longName) {
      long.push({ slot, raw });
      continue;
    }
    const name = raw[0] === 0xe5 ? undefined : longNameOf(long, raw);
    if (name === undefined) stray.push(...long.map((part) => part.slot));
    long = [];
    if (raw[0] === 0xe5 || ((raw[11] ?? 0) & volumeLabel) !== 0 || raw[0] === 0x2e) continue;
    entries.push({ slot, name: name ?? shortNameOf(raw), ...contentsOf(raw) });
  }
  return { entries, stray: [...stray, ...long.map((part) => part.slot)] };
}

function* slots(sectors: Sectors, geometry: Geometry, table: Table, cluster: number | undefined) {
  for (const sector of sectorsOf(geometry, table, cluster)) {
    const bytes = sectors.read(sector, 1);
    for (let offset = 0; offset < sectorSize; offset += entrySize) {
      if (bytes[offset] === 0) return;
      const raw = bytes.slice(offset, offset + entrySize);
      // A deleted part of a long name is nothing any more.
      if (raw[0] === 0xe5) raw[11] = 0;
      yield { slot: { sector, offset }, raw };
    }
  }
}

function* sectorsOf(geometry: Geometry, table: Table, cluster: number | undefined): Generator<number> {
  const { root } = geometry;
  if (cluster === undefined && "first" in root) {
    for (let at = 0; at < root.count; at += 1) yield root.first + at;
    return;
  }
  const first = cluster ?? ("cluster" in root ? root.cluster : 0);
  for (const extent of table.chain(first) ?? [])
    for (let at = 0; at < extent.count * geometry.perCluster; at += 1) yield firstSectorOf(geometry, extent.first) + at;
}

/** "" where there is no long name; undefined: the parts are not all of the one that belongs to this entry. */
function longNameOf(parts: readonly { readonly raw: Uint8Array }[], short: Uint8Array): string | undefined {
  if (parts.length === 0) return shortNameOf(short);
  const sum = checksumOf(short);
  const whole = parts.every(({ raw }, at) => {
    const order = (raw[0] ?? 0) & 0x3f;
    const last = ((raw[0] ?? 0) & 0x40) !== 0;
    return order === parts.length - at && last === (at === 0) && raw[13] === sum;
  });
  return whole ? parts.map(({ raw }) => textOf(raw)).reduceRight((name, part) => name + part, "") : undefined;
}

/** Thirteen characters of UTF-16; the name ends with a zero. */
function textOf(raw: Uint8Array): string {
  const units = [1, 3, 5, 7, 9, 14, 16, 18, 20, 22, 24, 28, 30].map((at) => (raw[at] ?? 0) | ((raw[at + 1] ?? 0) << 8));
  const end = units.indexOf(0);
  return String.fromCharCode(...(end < 0 ? units : units.slice(0, end)));
}

const checksumOf = (short: Uint8Array) =>
  short.subarray(0, 11).reduce((sum, byte) => (((sum & 1) << 7) + (sum >> 1) + byte) & 0xff, 0);

function shortNameOf(raw: Uint8Array): string {
  const text = (from: number, to: number) => new TextDecoder("latin1").decode(raw.subarray(from, to)).trimEnd();
  const ending = text(8, 11);
  return ending === "" ? text(0, 8) : `${text(0, 8)}.${ending}`;
}

function contentsOf(raw: Uint8Array) {
  const view = new DataView(raw.buffer, raw.byteOffset, raw.byteLength);
  const cluster = (view.getUint16(20, true) << 16) | view.getUint16(26, true);
  return { folder: ((raw[11] ?? 0) & folderBit) !== 0, cluster, size: view.getUint32(28, true) };
}
