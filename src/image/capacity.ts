import type { Disk } from "../host/disk.ts";

/**
 * A counterfeit card says that it has more memory than it has; what is written behind its end is lost, or lands on what was written
 * before. So there are marks behind the image, each of which says where it is, and which are looked for after the image was written:
 * at every power of two, where such cards end, and evenly in between.
 */
export function markPlaces(size: number, imageSize: number): readonly number[] {
  const gibibyte = 1024 ** 3;
  const powers = Array.from({ length: 12 }, (_, power) => 2 ** power * gibibyte + markSize);
  const even = Array.from({ length: 16 }, (_, at) => Math.floor((size * at) / 16));
  const last = size - markSize;
  const places = [...powers, ...even, last].map((place) => place - (place % markSize));
  const first = Math.ceil(imageSize / markSize) * markSize;
  return [...new Set(places)].filter((place) => place >= first && place <= last).sort((a, b) => a - b);
}

const markSize = 4096;

export function writeMarks(disk: Disk, places: readonly number[]): void {
  for (const place of places) disk.write(place, markAt(place));
}

/** Where the first mark is not found that was written. */
export const firstLost = (disk: Disk, places: readonly number[]): number | undefined =>
  places.find((place) => Buffer.compare(disk.read(place, markSize), markAt(place)) !== 0);

export function eraseMarks(disk: Disk, places: readonly number[]): void {
  for (const place of places) disk.write(place, new Uint8Array(markSize));
}

function markAt(place: number): Uint8Array {
  const text = `edgegen looks for this at ${place}\n`;
  return new TextEncoder().encode(text.repeat(Math.ceil(markSize / text.length))).subarray(0, markSize);
}
