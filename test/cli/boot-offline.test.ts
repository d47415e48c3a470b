import { createHash } from "node:crypto";
import { mkdirSync, writeFileSync } from "node:fs";
import { join } from "node:path";
import { afterEach, beforeEach, expect, test } from "vitest";
import { printLock } from "../../src/lock/print.ts";
import { type BootBench, boot, bootBench, laptop } from "../support/boot-bench.ts";
import { bootFileOf } from "../support/boot-files.ts";
import type { Guest } from "../support/fake-qemu.ts";

const binary = Buffer.from("K3s itself");
const sha256 = createHash("sha256").update(binary).digest("hex");

let bench: BootBench;
beforeEach(() => {
  bench = bootBench();
  const k3s = new Map([["v1.34.8+k3s1", new Map([["k3s-arm64", { url: "http://127.0.0.1/x", size: 10, sha256 }]])]]);
  const rancher = new Map([["rancher/rancher:v2.13.8", `sha256:${"d".repeat(64)}`]]);
  writeFileSync(
    join(bench.folder, "lab.lock.yaml"),
    printLock({ created: 1_900_000_000, k3s, rancher, images: new Map() }),
  );
});
afterEach(() => bench.remove());

const cache = () => join(bench.folder, "cache");
const fetched = (content: Uint8Array) => {
  mkdirSync(join(cache(), "sha256"), { recursive: true });
  writeFileSync(join(cache(), "sha256", sha256), content);
};

const offline = (args: readonly string[], guests: readonly Guest[] = []) =>
  boot(bench, ["--offline", "--cache", cache(), ...args], laptop(guests));

test("K3s is on the card, and the boot goes past its step to the end", async () => {
  fetched(binary);
  const toTheEnd: Guest = ({ say }) => {
    say("[    0.000000] Linux version 6.8.0-1013-raspi (buildd@bos03)");
    say("edgegen: dcn1: step k3s-install: k3s-arm64 on the card gave a read error");
    say("edgegen: dcn1: ready: every step is done");
  };
  const { out, err } = await offline(["--node", "dcn1", "--boots", "1", "--keep"], [toTheEnd]);
  expect(out).toContain("every step is done");
  expect(err).not.toContain("did not come up");
  expect(err).toContain("dcn1: warning[payload-left-out]: the lock names no images of K3s: they are pulled");
  const disk = join(bench.below, "dcn1/disk.img");
  expect(await bootFileOf(disk, "edgegen/payload/k3s-arm64")).toBe("K3s itself");
  expect(await bootFileOf(disk, "user-data")).toContain(`"sha256": "${sha256}"`);
});

test.each([
  ["nothing was fetched", ["--node", "dcn1"], undefined, 3, "error[not-fetched]: k3s-arm64 is not in the cache"],
  [
    "what was fetched is damaged",
    ["--node", "dcn1"],
    "rot",
    3,
    "error[not-fetched]: k3s-arm64 in the cache is damaged",
  ],
  ["a Rancher node is among them", [], "K3s itself", 1, "dcn0: error[offline-rancher]"],
])("nothing is switched on where %s", async (_what, args, content, code, says) => {
  if (content !== undefined) fetched(Buffer.from(content));
  const ran = await offline(args);
  expect(ran.err).toContain(says);
  expect(ran.code).toBe(code);
});

test("without --offline the same card brings nothing along", async () => {
  fetched(binary);
  const waits: Guest = ({ say }) => say("edgegen: dcn1: step k3s-install: no address for github.com");
  await boot(bench, ["--cache", cache(), "--node", "dcn1", "--boots", "1", "--keep"], laptop([waits]));
  expect(await bootFileOf(join(bench.below, "dcn1/disk.img"), "edgegen/payload/k3s-arm64")).toBeUndefined();
});
