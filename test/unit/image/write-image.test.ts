import { createHash } from "node:crypto";
import { expect, test } from "vitest";
import { eraseMarks, firstLost, markPlaces, writeMarks } from "../../../src/image/capacity.ts";
import { firstDifference, writeImage } from "../../../src/image/write-image.ts";
import { memoryDisk } from "./sample.ts";

const block = 4 << 20;
const quiet = { tell: () => undefined, interrupted: () => false, breathe: async () => undefined };

/** One block of text, one of zeros, one that begins as the others end. */
function image(): Uint8Array {
  const bytes = new Uint8Array(3 * block + 512);
  bytes.fill(0x61, 0, block);
  bytes.fill(0x62, 2 * block, 2 * block + 10);
  return bytes;
}

const sumOf = (bytes: Uint8Array) => createHash("sha256").update(bytes).digest("hex");

async function readBack(source: Uint8Array, card: ReturnType<typeof memoryDisk>) {
  const hash = createHash("sha256");
  const sum = { update: (data: Uint8Array) => void hash.update(data), digest: () => hash.digest("hex") };
  return { differs: await firstDifference(memoryDisk(source), card, sum, quiet), sum: sum.digest() };
}

test("blocks of zeros are not written where there are zeros, and are where there is something", async () => {
  const bytes = image();
  const empty = memoryDisk(new Uint8Array(4 * block));
  expect(await writeImage(memoryDisk(bytes), empty, quiet)).toBe(true);
  expect(empty.writes).toEqual([
    { offset: 0, length: block },
    { offset: 2 * block, length: block },
  ]);
  const used = memoryDisk(new Uint8Array(4 * block).fill(0x7a));
  expect(await writeImage(memoryDisk(bytes), used, quiet)).toBe(true);
  expect(used.writes.length).toBe(4);
  expect(sumOf(used.bytes.subarray(0, bytes.length))).toBe(sumOf(bytes));
  expect(used.bytes[bytes.length]).toBe(0x7a);
  expect(await readBack(bytes, used)).toEqual({ differs: undefined, sum: sumOf(bytes) });
});

test("it is told how far it is, and stops where it is asked to", async () => {
  const told: number[] = [];
  const card = memoryDisk(new Uint8Array(4 * block));
  const pass = { ...quiet, tell: (done: number) => told.push(done), interrupted: () => told.length === 2 };
  expect(await writeImage(memoryDisk(image()), card, pass)).toBe(false);
  expect(told).toEqual([block, 2 * block]);
});

test("what reads back otherwise is found, where it is", async () => {
  const bytes = image();
  const card = memoryDisk(new Uint8Array(4 * block));
  await writeImage(memoryDisk(bytes), card, quiet);
  card.bytes[2 * block + 5] = 0;
  expect((await readBack(bytes, card)).differs).toBe(2 * block);
  const short = memoryDisk(card.bytes.slice(0, 3 * block));
  short.bytes[2 * block + 5] = 0x62;
  expect((await readBack(bytes, short)).differs).toBe(3 * block);
});

const gibibyte = 1024 ** 3;

/** Keeps what was written by where it landed: a terabyte needs no memory. */
function card(says: number, has: number, beyond: "lost" | "from the start again") {
  const kept = new Map<number, Uint8Array>();
  const landing = (place: number) => (place < has ? place : beyond === "lost" ? undefined : place % has);
  return {
    size: says,
    read: (place: number, length: number) => kept.get(landing(place) ?? -1)?.slice(0, length) ?? new Uint8Array(length),
    write(place: number, data: Uint8Array) {
      const at = landing(place);
      if (at !== undefined) kept.set(at, data.slice());
    },
    grow: () => undefined,
    flush: () => undefined,
    close: () => undefined,
  };
}

test.each([32, 64, 128, 512])(
  "a card that has the %i GiB that it says keeps every mark, and none is left on it",
  (size) => {
    const honest = card(size * gibibyte, size * gibibyte, "lost");
    const places = markPlaces(honest.size, 3 * gibibyte);
    expect(places.length).toBeGreaterThan(10);
    expect(places.every((place) => place >= 3 * gibibyte && place <= honest.size - 4096)).toBe(true);
    writeMarks(honest, places);
    expect(firstLost(honest, places)).toBeUndefined();
    eraseMarks(honest, places);
    expect(firstLost(honest, places)).toBe(places[0]);
  },
);

test.each([
  [512, 32, "lost"],
  [512, 32, "from the start again"],
  [128, 8, "from the start again"],
  [64, 7.4, "lost"],
  [64, 60, "lost"],
] as const)(
  "a card that says %i GiB and has %i is found out, whether the rest is lost or lands elsewhere: %s",
  (says, has, beyond) => {
    const fake = card(says * gibibyte, Math.floor(has * gibibyte), beyond);
    const imageSize = 3 * gibibyte;
    const places = markPlaces(fake.size, imageSize);
    writeMarks(fake, places);
    for (let at = 0; at < imageSize; at += 4096 * 256) fake.write(at, new Uint8Array(4096).fill(1));
    expect(firstLost(fake, places)).toBeDefined();
  },
);

test("behind an image that fills the card there is no room for marks", () => {
  expect(markPlaces(8 << 20, 8 << 20)).toEqual([]);
  expect(markPlaces(8 << 20, (8 << 20) - 512)).toEqual([]);
});
