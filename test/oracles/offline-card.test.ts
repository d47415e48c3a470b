import { createHash } from "node:crypto";
import { cpSync, existsSync, mkdirSync, readdirSync, readFileSync, writeFileSync } from "node:fs";
import { join } from "node:path";
import { afterEach, beforeEach, expect } from "vitest";
import { printLock } from "../../src/lock/print.ts";
import { lab, type Workplace, workplace } from "../support/workplace.ts";
import { card, layOut } from "./cards.ts";
import { oracle, run } from "./oracle.ts";

/** One step of the card that lies in this root, as the runner would run it, where no program and no network answers. */
const step = `
import os, sys
root = os.environ["EDGEGEN_ROOT"]
sys.path.insert(0, root + "/usr/local/lib/edgegen")
from card import read_card
from firstboot import load_step
from masking import Masker
from node import Node, Retry
card = read_card()
[step] = [each for each in card["steps"] if each["name"] == "k3s-install"]
try:
    print("done:", load_step("k3s-install")(Node(card, step, print, Masker())))
except Retry as problem:
    print("retry:", problem)
`;

const binary = Buffer.from("#!/bin/sh\necho K3s\n");
const airgap = Buffer.from("images of K3s");
const sum = (data: Uint8Array) => createHash("sha256").update(data).digest("hex");
const pin = (data: Uint8Array) => ({ url: "http://127.0.0.1:1/x", size: data.length, sha256: sum(data) });

let place: Workplace;
let root: string;

/** A worker's card, made offline, on a node that has just been switched on. */
beforeEach(async () => {
  place = workplace(lab().replace("nodes:", "k3s: {download: {mirror: 'http://127.0.0.1:1/k3s'}}\nnodes:"));
  const release = new Map([
    ["k3s-arm64", pin(binary)],
    ["k3s-airgap-images-arm64.tar.zst", pin(airgap)],
  ]);
  const lock = { created: 1_700_000_000, k3s: new Map([["v1.34.8+k3s1", release]]), images: new Map() };
  const rancher = new Map([["rancher/rancher:v2.13.8", `sha256:${"d".repeat(64)}`]]);
  writeFileSync(join(place.folder, "lab.lock.yaml"), printLock({ ...lock, rancher }));
  const cache = join(place.folder, "cache");
  mkdirSync(join(cache, "sha256"), { recursive: true });
  for (const data of [binary, airgap]) writeFileSync(join(cache, "sha256", sum(data)), data);
  const built = await place.run(["build", "--offline", "--node", "dcn2", "--cache", cache]);
  expect(built.err).toBe("");
  root = join(place.folder, "root");
  layOut(card("lab/dcn2", "dcn2", place.tree).files, root);
  cpSync(join(place.tree, "dcn2/boot"), join(root, "boot/firmware"), { recursive: true });
});
afterEach(() => place.remove());

const payload = () => join(root, "boot/firmware/edgegen/payload");
const installStep = () => run("env", [`EDGEGEN_ROOT=${root}`, "python3", "-B", "-c", step]);

oracle("the node installs what build --offline put onto its card, and gives the room back", ["python3"], async () => {
  expect(readdirSync(payload())).toEqual(["k3s-airgap-images-arm64.tar.zst", "k3s-arm64"]);
  const { output } = await installStep();
  expect(output).toMatch(/^done: None$/m);
  expect(readFileSync(join(root, "usr/local/bin/k3s"))).toEqual(binary);
  const images = join(root, "var/lib/rancher/k3s/agent/images");
  expect(readFileSync(join(images, "k3s-airgap-images-arm64.tar.zst"))).toEqual(airgap);
  expect(existsSync(payload())).toBe(false);
  expect(existsSync(join(root, "boot/firmware/edgegen/status.txt"))).toBe(true);
});

oracle(
  "a payload that is damaged on the way to the node is told as that, with what the network says",
  ["python3"],
  async () => {
    writeFileSync(join(payload(), "k3s-arm64"), "rot");
    const { output } = await installStep();
    expect(output).toMatch(
      /^retry: k3s-arm64 on the card is damaged: .*; no connection to 127\.0\.0\.1: Connection refused$/m,
    );
    expect(existsSync(join(root, "usr/local/bin/k3s"))).toBe(false);
  },
);
