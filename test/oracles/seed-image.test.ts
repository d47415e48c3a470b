import {
  copyFileSync,
  existsSync,
  mkdirSync,
  mkdtempSync,
  readdirSync,
  readFileSync,
  rmSync,
  statSync,
  writeFileSync,
} from "node:fs";
import { open } from "node:fs/promises";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { afterAll, expect } from "vitest";
import { seedImage } from "../../src/emit/seed-image.ts";
import { cards } from "./cards.ts";
import { oracle, run } from "./oracle.ts";

const work = mkdtempSync(join(tmpdir(), "edgegen-seed-"));
afterAll(() => rmSync(work, { recursive: true, force: true }));

const tools = ["fsck.fat", "mcopy", "blkid"] as const;

interface Seed {
  readonly at: string;
  readonly image: string;
  /** The folder whose files it must hold. */
  readonly boot: string;
}

const seeds = (): readonly Seed[] =>
  cards()
    .map(({ at, folder }) => ({ at: `${at}:seed.img`, image: join(folder, "seed.img"), boot: join(folder, "boot") }))
    .filter(({ image }) => existsSync(image));

/** A sound FAT, found by its label as cloud-init finds it (blkid), with exactly the files of boot/. */
async function seedFaults({ at, image, boot }: Seed): Promise<string[]> {
  const fsck = await run("fsck.fat", ["-n", "-v", image]);
  if (fsck.status !== 0 || /differ|dirty|corrupt|\bbad\b/i.test(fsck.output))
    return [`${at}: fsck.fat: ${fsck.output}`];
  const label = await run("blkid", ["-p", "-o", "export", image]);
  const named = ["LABEL=CIDATA", "TYPE=vfat"].filter((line) => !label.output.split("\n").includes(line));
  if (named.length > 0) return [`${at}: no ${named.join(", no ")} in what blkid says: ${label.output}`];
  const out = mkdtempSync(join(work, "out-"));
  const copy = await run("mcopy", ["-s", "-m", "-i", image, "::*", out]);
  if (copy.status !== 0) return [`${at}: mcopy: ${copy.output}`];
  return differences(boot, out).map((path) => `${at}: ${path} is not what boot/ has`);
}

function differences(wanted: string, found: string): readonly string[] {
  const names = new Set([...filesBelow(wanted), ...filesBelow(found)]);
  return [...names].filter((name) => {
    const [one, other] = [join(wanted, name), join(found, name)];
    return !existsSync(one) || !existsSync(other) || !readFileSync(one).equals(readFileSync(other));
  });
}

const filesBelow = (folder: string): readonly string[] =>
  readdirSync(folder, { recursive: true, encoding: "utf8" }).filter((name) => statSync(join(folder, name)).isFile());

oracle("fsck.fat, blkid and mtools find in every seed.img a sound CIDATA with the files of boot/", tools, async () => {
  const found = seeds();
  expect(found.length, "no card has a seed.img").toBeGreaterThan(0);
  expect((await Promise.all(found.map(seedFaults))).flat()).toEqual([]);
});

/** With K3s on it a seed is large: on both sides of where FAT16 ends, and where it is none of the two. */
for (const mebibytes of [70, 103, 104, 110, 119, 121, 200]) {
  oracle(`a seed with ${mebibytes} MiB on it is as sound`, tools, async () => {
    const boot = mkdtempSync(join(work, "boot-"));
    mkdirSync(join(boot, "edgegen/payload"), { recursive: true });
    writeFileSync(join(boot, "edgegen/payload/k3s"), Buffer.alloc(mebibytes * 2 ** 20, "K3s"));
    writeFileSync(join(boot, "meta-data"), "instance-id: pc1-1\n");
    const bytes = (path: string) => new Uint8Array(readFileSync(join(boot, path)));
    const image = join(work, `${mebibytes}.img`);
    writeFileSync(image, await seedImage(filesBelow(boot).map((path) => ({ path, bytes: bytes(path) }))));
    expect(await seedFaults({ at: "seed", image, boot })).toEqual([]);
    rmSync(image);
  });
}

/** A copy of the first seed with bytes changed at a place. */
async function spoilt(name: string, place: (image: Buffer) => number, bytes: string): Promise<Seed> {
  const [seed] = seeds();
  if (seed === undefined) throw new Error("no card has a seed.img");
  const image = join(work, name);
  copyFileSync(seed.image, image);
  const file = await open(image, "r+");
  const at = place(readFileSync(image));
  await file.write(Buffer.from(bytes, "latin1"), 0, bytes.length, at);
  await file.close();
  return { ...seed, at: name, image };
}

/** Offset of the first FAT: the number of reserved sectors, in sectors (fatgen103). */
const firstFat = (image: Buffer) => image.readUInt16LE(14) * image.readUInt16LE(11);

oracle("a FAT chain that is broken, another label and a changed file are noticed", tools, async () => {
  const broken = await spoilt("broken", (image) => firstFat(image) + 3, "\xff\x0f\xff\x0f");
  const label = await spoilt("label", (image) => image.lastIndexOf("CIDATA  "), "CIDATB");
  const changed = await spoilt("changed", (image) => image.indexOf("#cloud-config"), "#Cloud");
  const faults = (await Promise.all([broken, label, changed].map(seedFaults))).flat();
  expect(faults).toEqual([
    expect.stringMatching(/^broken: fsck.fat/),
    expect.stringMatching(/^label: /),
    expect.stringMatching(/^changed: user-data is not/),
  ]);
});
