import { spawnSync } from "node:child_process";
import { createHash } from "node:crypto";
import { mkdirSync, readdirSync, readFileSync, rmSync, writeFileSync } from "node:fs";
import { join } from "node:path";
import { afterEach, expect, test } from "vitest";
import { printLock } from "../../src/lock/print.ts";
import type { ImageId } from "../../src/model/images.ts";
import { type BootBench, bootBench, ubuntu } from "../support/boot-bench.ts";
import { bootFileOf } from "../support/boot-files.ts";
import { lab } from "../support/workplace.ts";
import { imageWith, stock } from "../unit/image/sample.ts";

const mixed = lab(
  "  - {name: dcn3, role: worker, board: pi-4b, memory: 4GiB, address: 10.1.40.24, os: {image: raspios-trixie}}\n",
);

let place: BootBench | undefined;
afterEach(() => {
  place?.remove();
  place = undefined;
});

function bench(): BootBench {
  place = bootBench(mixed);
  return place;
}

const image = (at: BootBench, args: readonly string[]) => at.run(["image", "--out", join(at.folder, "out"), ...args]);
const of = (at: BootBench, node: string) => join(at.folder, "out/lab.img", `${node}.img`);
const left = (at: BootBench) => readdirSync(join(at.folder, "out/lab.img")).sort();
const sum = (bytes: Uint8Array) => createHash("sha256").update(bytes).digest("hex");
const sumOf = (path: string) => sum(readFileSync(path));

/** A lock that names these images, and a cache that holds them. */
function fetched(at: BootBench, images: Readonly<Record<string, Uint8Array>>): readonly string[] {
  const cache = join(at.folder, "cache");
  mkdirSync(join(cache, "sha256"), { recursive: true });
  const pins = Object.entries(images).map(([image, bytes]) => {
    writeFileSync(join(cache, "sha256", sum(bytes)), bytes);
    return [
      image as ImageId,
      { url: `http://127.0.0.1/${image}.img`, size: bytes.length, sha256: sum(bytes) },
    ] as const;
  });
  const release = new Map([["k3s-arm64", { url: "http://127.0.0.1/k3s", size: 1, sha256: "a".repeat(64) }]]);
  const rancher = new Map([["rancher/rancher:v2.13.8", `sha256:${"d".repeat(64)}`]]);
  const lock = { created: 1_900_000_000, k3s: new Map([["v1.34.8+k3s1", release]]), rancher, images: new Map(pins) };
  writeFileSync(join(at.folder, "lab.lock.yaml"), printLock(lock));
  return ["--cache", cache];
}

test("without --base each node's image is made of what was fetched for its operating system", async () => {
  const at = bench();
  const raspios = (await imageWith(stock["raspios-trixie"].files, stock["raspios-trixie"])).bytes;
  const cache = fetched(at, {
    "ubuntu-24.04": spawnSync("xz", ["-c0"], { input: ubuntu, maxBuffer: 1 << 30 }).stdout,
    "raspios-trixie": raspios,
  });
  const { code, err } = await image(at, cache);
  expect(code, err).toBe(0);
  expect(left(at)).toEqual([".gitignore", "dcn0.img", "dcn1.img", "dcn2.img", "dcn3.img", "os-list.json"]);
  const before = sumOf(of(at, "dcn1"));
  await image(at, ["--base", at.base, "--node", "dcn1"]);
  expect(sumOf(of(at, "dcn1"))).toBe(before);
  expect(await bootFileOf(of(at, "dcn3"), "cmdline.txt")).toContain("root=PARTUUID=1234abcd-02");
});

test("without --base it is said what is missing: the lock, the image in it, the image in the cache", async () => {
  const at = bench();
  const none = await image(at, []);
  expect(none.code).toBe(3);
  expect(none.err).toContain("error[image-missing]: into which image? --base IMG names it");
  const cache = fetched(at, { "ubuntu-24.04": ubuntu });
  rmSync(join(at.folder, "cache/sha256", sum(ubuntu)));
  const { code, err } = await image(at, cache);
  expect(code).toBe(3);
  expect(err).toContain("error[not-locked]: the lock says nothing of the image raspios-trixie");
  expect(err).toContain(`${sum(ubuntu)}: error[not-fetched]: the image ubuntu-24.04 is not in the cache`);
  expect(left(at)).toEqual([".gitignore"]);
});
