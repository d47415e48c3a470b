import { createHash } from "node:crypto";
import { existsSync, mkdirSync, readdirSync, readFileSync, rmSync, statSync, writeFileSync } from "node:fs";
import { dirname, join } from "node:path";
import { gzipSync } from "node:zlib";
import { afterEach, beforeEach, expect, test } from "vitest";
import type { Io } from "../../src/cli/io.ts";
import { inMemory } from "../../src/fat/sectors.ts";
import { openVolume } from "../../src/fat/volume.ts";
import type { DiskAccess } from "../../src/host/disk.ts";
import { openDisk } from "../../src/host/node-disk.ts";
import { withBootPartition } from "../../src/image/boot-partition.ts";
import { printLock } from "../../src/lock/print.ts";
import type { Lock, Pin } from "../../src/model/lock.ts";
import { ubuntu } from "../support/boot-bench.ts";
import { bootFileOf } from "../support/boot-files.ts";
import { lab, type Workplace, workplace } from "../support/workplace.ts";
import { stock } from "../unit/image/sample.ts";

const sum = (data: Uint8Array) => createHash("sha256").update(data).digest("hex");
const binary = Buffer.from("K3s itself");
const airgap = Buffer.from("its images");
const digest = `sha256:${"d".repeat(64)}`;
const pin = (data: Uint8Array, size = data.length): Pin => ({ url: "http://127.0.0.1/x", size, sha256: sum(data) });

const workers = lab().replace(/.*role: rancher.*\n/, "");

let place: Workplace;
beforeEach(() => {
  place = workplace(workers);
  writeLock();
  for (const data of [binary, airgap]) writeCached(data, data);
});
afterEach(() => place.remove());

function writeLock(more: Partial<Lock> = {}, size = { binary: binary.length, airgap: airgap.length }): void {
  const release = new Map([
    ["k3s-arm64", pin(binary, size.binary)],
    ["k3s-airgap-images-arm64.tar.zst", pin(airgap, size.airgap)],
  ]);
  const lock = {
    created: 1_900_000_000,
    k3s: new Map([["v1.34.8+k3s1", release]]),
    rancher: new Map([["rancher/rancher:v2.13.8", digest]]),
    images: new Map(),
    ...more,
  };
  writeFileSync(join(place.folder, "lab.lock.yaml"), printLock(lock));
}

const cache = () => join(place.folder, "cache");
function writeCached(named: Uint8Array, content: Uint8Array): void {
  mkdirSync(join(cache(), "sha256"), { recursive: true });
  writeFileSync(join(cache(), "sha256", sum(named)), content, { mode: 0o600 });
}

const build = (more: readonly string[] = []) => place.run(["build", "--cache", cache(), "--format", "line", ...more]);
const payload = (node: string) => join(place.tree, node, "boot/edgegen/payload");
const userData = (node: string) => readFileSync(join(place.tree, node, "boot/user-data"), "utf8");
const mebibyte = 2 ** 20;

test("an offline card brings K3s and its images, and knows what they must be", async () => {
  const ran = await build(["--offline"]);
  expect(ran.err).toBe("");
  expect(ran.code).toBe(0);
  for (const node of ["dcn1", "dcn2"]) {
    expect(readFileSync(join(payload(node), "k3s-arm64"))).toEqual(binary);
    expect(readFileSync(join(payload(node), "k3s-airgap-images-arm64.tar.zst"))).toEqual(airgap);
    expect(userData(node)).toContain(`"sha256": "${sum(binary)}"`);
    expect(userData(node)).toContain('"payload": true');
    expect(userData(node)).toContain(`"sha256": "${sum(airgap)}"`);
  }
  expect(statSync(join(payload("dcn1"), "k3s-arm64")).mode & 0o777).toBe(0o600);
  const manifest = readFileSync(join(place.tree, "manifest.json"), "utf8");
  expect(manifest).toContain(`"path": "dcn1/boot/edgegen/payload/k3s-arm64",\n   "mode": "0600",\n   "size": 10,`);
});

test("the same build changes nothing, --check agrees, and a damaged payload is seen and mended", async () => {
  await build(["--offline"]);
  expect((await build(["--offline"])).out).toContain("unchanged: dcn1, dcn2");
  expect(await build(["--offline", "--check"])).toEqual({ code: 0, out: "", err: "" });
  rmSync(join(payload("dcn1"), "k3s-arm64"));
  writeFileSync(join(payload("dcn1"), "k3s-arm64"), "K3s, edited", { mode: 0o600 });
  expect((await build(["--offline", "--check"])).err).toContain(
    "dcn1/boot/edgegen/payload/k3s-arm64: error[drift]: differs",
  );
  expect((await build(["--offline"])).out).toContain("written: dcn1; unchanged: dcn2");
  expect(readFileSync(join(payload("dcn1"), "k3s-arm64"))).toEqual(binary);
});

test("without --offline the payload goes, and the sums stay", async () => {
  await build(["--offline"]);
  const before = userData("dcn1");
  expect((await build()).code).toBe(0);
  expect(existsSync(payload("dcn1"))).toBe(false);
  expect(userData("dcn1")).toContain(`"sha256": "${sum(binary)}"`);
  expect(userData("dcn1")).not.toBe(before);
});

test("diff knows of the payload", async () => {
  await build(["--offline"]);
  const diff = (more: readonly string[]) =>
    place.run(["diff", "--cache", cache(), "--out", join(place.folder, "out"), "--stat", ...more]);
  expect(await diff(["--offline"])).toEqual({ code: 0, out: "", err: "" });
  const without = await diff([]);
  expect(without.code).toBe(1);
  expect(without.out).toContain("boot/edgegen/payload/k3s-arm64");
  expect(without.out).toContain("will not be there any more");
});

test("what a build takes from the lock: sums, Rancher's digest, and the earliest time of a node's clock", async () => {
  writeFileSync(place.profile, lab());
  rmSync(join(place.folder, "lab.lock.yaml"));
  await build();
  expect(userData("dcn1")).not.toContain(sum(binary));
  expect(userData("dcn0")).not.toContain("@sha256:");
  writeLock();
  expect((await build()).code).toBe(0);
  expect(userData("dcn1")).toContain('"build_epoch": 1900000000');
  expect(userData("dcn0")).toContain(`rancher/rancher:v2.13.8@${digest}`);
});

test("images that do not fit are left out, with the sizes", async () => {
  writeLock({}, { binary: binary.length, airgap: 250 * mebibyte });
  const ran = await build(["--offline"]);
  expect(ran.code).toBe(0);
  expect(ran.err).toContain("dcn1, dcn2: warning[payload-left-out]: the images of K3s do not fit beside it");
  expect(ran.err).toContain("Ubuntu Server 24.04 LTS for Raspberry Pi has 200.0 MiB to spare");
  expect(existsSync(join(payload("dcn1"), "k3s-arm64"))).toBe(true);
  expect(existsSync(join(payload("dcn1"), "k3s-airgap-images-arm64.tar.zst"))).toBe(false);
  expect(userData("dcn1")).not.toContain("airgap");
});

test("the sizes are in the long form too", async () => {
  writeLock({}, { binary: binary.length, airgap: 250 * mebibyte });
  const { err } = await place.run(["build", "--cache", cache(), "--offline"]);
  expect(err).toContain("250.0 MiB in all: k3s-arm64 0.0 MiB, k3s-airgap-images-arm64.tar.zst 250.0 MiB");
});

test("K3s that does not fit is an error, and nothing is written", async () => {
  writeLock({}, { binary: 300 * mebibyte, airgap: airgap.length });
  const ran = await build(["--offline"]);
  expect(ran.code).toBe(1);
  expect(ran.err).toContain("error[payload-too-large]: K3s does not fit");
  expect(existsSync(place.tree)).toBe(false);
});

test("a lock without images: they are pulled, and that is said", async () => {
  writeLock({ k3s: new Map([["v1.34.8+k3s1", new Map([["k3s-arm64", pin(binary)]])]]) });
  const ran = await build(["--offline", "--strict"]);
  expect(ran.err).toContain("error[payload-left-out]: the lock names no images of K3s");
  expect((await build(["--offline", "--allow", "payload-left-out"])).err).toBe("");
});

test("a Rancher node cannot be offline; the others of its cluster can", async () => {
  writeFileSync(place.profile, lab());
  const ran = await build(["--offline"]);
  expect(ran.code).toBe(1);
  expect(ran.err).toContain("dcn0: error[offline-rancher]: a Rancher node cannot be offline");
  expect((await build(["--offline", "--node", "dcn1", "--node", "dcn2"])).code).toBe(0);
  expect((await build(["--node", "dcn0"])).code).toBe(0);
  expect(existsSync(join(payload("dcn1"), "k3s-arm64"))).toBe(true);
  expect(existsSync(join(place.tree, "dcn0/boot/user-data"))).toBe(true);
});

test.each([
  ["is not there", () => rmSync(join(cache(), "sha256", sum(binary))), "k3s-arm64 is not in the cache"],
  ["is damaged", () => writeCached(binary, airgap), "k3s-arm64 in the cache is damaged"],
])("what %s in the cache is named, and nothing is written", async (_what, break_, message) => {
  break_();
  const ran = await build(["--offline"]);
  expect(ran.code).toBe(3);
  expect(ran.err).toContain(`error[not-fetched]: ${message}`);
  expect(existsSync(place.tree)).toBe(false);
});

test("offline without a lock, and with one that is behind the profile", async () => {
  writeFileSync(place.profile, workers.replace("nodes:", "k3s: {version: v1.34.9+k3s1}\nnodes:"));
  for (const flags of [["--offline"], []])
    expect((await build(flags)).err).toContain("error[not-locked]: the lock says nothing of");
  rmSync(join(place.folder, "lab.lock.yaml"));
  expect((await build(["--offline"])).err).toContain("error[not-locked]: there is no lock");
  expect((await build()).code).toBe(0);
});

test("a seed image of a generic node has it too, however large", async () => {
  const large = Buffer.alloc(130 * mebibyte, "k");
  const release = new Map([["k3s", pin(large)]]);
  writeLock({ k3s: new Map([["v1.34.8+k3s1", release]]) });
  writeCached(large, large);
  const pc =
    "  - {name: pc1, role: control-plane, board: generic-amd64, memory: 8GiB, address: 10.1.40.40, interface: enp1s0, os: {image: generic}}\n";
  writeFileSync(place.profile, workers.replace(/ {2}- .*\n/g, "") + pc);
  expect((await build(["--offline"])).code).toBe(0);
  const volume = await openVolume(inMemory(new Uint8Array(readFileSync(join(place.tree, "pc1/seed.img")))));
  expect(volume?.label).toBe("CIDATA");
  expect(sum(volume?.read("edgegen/payload/k3s") ?? new Uint8Array())).toBe(sum(large));
});

test("an image of an offline card is the card that a build makes, with its payload", async () => {
  const base = join(place.folder, "stock.img");
  writeFileSync(base, ubuntu);
  const where = ["--cache", cache(), "--out", join(place.folder, "out")];
  const ran = await place.run(["image", "--base", base, "--offline", ...where]);
  expect(ran.err).toBe("");
  await build(["--offline"]);
  const image = join(place.folder, "out/lab.img/dcn1.img");
  expect(await bootFileOf(image, "edgegen/payload/k3s-arm64")).toBe(binary.toString());
  expect(await bootFileOf(image, "edgegen/payload/k3s-airgap-images-arm64.tar.zst")).toBe(airgap.toString());
  expect(await bootFileOf(image, "meta-data")).toBe(readFileSync(join(place.tree, "dcn1/boot/meta-data"), "utf8"));
  rmSync(join(cache(), "sha256", sum(binary)));
  expect((await place.run(["image", "--base", base, "--offline", ...where])).err).toContain("error[not-fetched]");
});

/** Of several pieces, and no whole number of sectors. */
const long = Buffer.from(Array.from({ length: 600_001 }, (_, at) => at % 251));

/** A stock image, the same mounted, and how a card is put there that brings a long file along. */
function ontoStock() {
  writeLock({ k3s: new Map([["v1.34.8+k3s1", new Map([["k3s-arm64", pin(long)]])]]) });
  writeCached(long, long);
  const [image, boot] = [join(place.folder, "stock.img"), join(place.folder, "system-boot")];
  writeFileSync(image, ubuntu);
  for (const [path, text] of Object.entries(stock["ubuntu-24.04"].files)) {
    mkdirSync(dirname(join(boot, path)), { recursive: true });
    writeFileSync(join(boot, path), text);
  }
  const where = ["--cache", cache(), "--out", join(place.folder, "out"), "--allow", "payload-left-out"];
  const apply = (onto: readonly string[], more: Partial<Io> = {}) =>
    place.run(["apply", "--node", "dcn1", "--offline", ...where, ...onto], more);
  return { image, boot, apply };
}

test("apply brings K3s onto an image and onto a mounted partition, once, and mends what is damaged there", async () => {
  const { image, boot, apply } = ontoStock();
  const mounted = join(boot, "edgegen/payload/k3s-arm64");
  const inImage = async () => {
    const disk = openDisk(image, "read");
    const { value } = await withBootPartition(disk, (partition) => partition.read("edgegen/payload/k3s-arm64"));
    disk.close();
    return value && sum(value);
  };
  for (const onto of [
    ["--image", image],
    ["--boot", boot],
  ]) {
    expect((await apply([...onto, "--dry-run"])).out).toContain("boot/edgegen/payload/k3s-arm64: 600001 bytes");
    expect(await apply(onto)).toMatchObject({ code: 0, err: "" });
    expect((await apply([...onto, "--dry-run"])).out).toContain("nothing would change");
  }
  expect([await inImage(), sum(readFileSync(mounted))]).toEqual([sum(long), sum(long)]);
  writeFileSync(
    mounted,
    long.map((byte, at) => (at === 400_000 ? byte ^ 1 : byte)),
  );
  expect((await apply(["--boot", boot])).code).toBe(0);
  expect(sum(readFileSync(mounted))).toBe(sum(long));
  expect(readdirSync(join(boot, "edgegen/payload"))).toEqual(["k3s-arm64"]);
});

test("K3s that changes in the cache after it was held against the lock does not get onto a card unnoticed", async () => {
  const { image, boot, apply } = ontoStock();
  const cached = join(cache(), "sha256", sum(long));
  const changing = (path: string, access: DiskAccess) => {
    const disk = openDisk(path, access);
    if (path !== cached) return disk;
    return { ...disk, read: (offset: number, length: number) => disk.read(offset, length).fill(7, 0, 1) };
  };
  for (const onto of [
    ["--image", image],
    ["--boot", boot],
  ]) {
    const { code, err } = await apply(onto, { openDisk: changing });
    expect(code).toBe(3);
    expect(err).toContain("edgegen/payload/k3s-arm64 does not read back as it was written");
  }
});

test("a stock image is held against the lock, by its name", async () => {
  const base = join(place.folder, "ubuntu+raspi.img.gz");
  writeFileSync(base, gzipSync(ubuntu));
  const out = ["--out", join(place.folder, "out"), "--format", "line"];
  const locked = { ...pin(readFileSync(base)), url: "http://127.0.0.1/24.04/ubuntu%2Braspi.img.gz" };
  writeLock({ images: new Map([["ubuntu-24.04", locked]]) });
  expect((await place.run(["image", "--base", base, ...out])).code).toBe(0);
  writeLock({ images: new Map([["ubuntu-24.04", { ...locked, sha256: "0".repeat(64) }]]) });
  const ran = await place.run(["image", "--base", base, ...out]);
  expect(ran.code).toBe(3);
  expect(ran.err).toContain(`error[image-damaged]: its sha256 is ${locked.sha256}, lab.lock.yaml says 000`);
});
