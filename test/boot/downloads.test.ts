import { copyFileSync, rmSync, statSync, writeFileSync } from "node:fs";
import { join } from "node:path";
import { afterAll, beforeAll, expect, test } from "vitest";
import { awaitPhase, awaitReady } from "./node.ts";
import { k3sFolder } from "./payload.ts";
import { openRack, type Rack } from "./rack.ts";

/** One control plane meets one fault after the other, and a Rancher node waits for its packages. The order of the tests counts. */
let rack: Rack;
let asset: string;
beforeAll(async () => {
  rack = await openRack("dcn0", "dcn1");
  asset = join(rack.payload, k3sFolder, "k3s-arm64");
  copyFileSync(asset, `${asset}.good`);
  await rack.shrink("dcn1");
  rack.stopServer();
});
afterAll(() => rack?.close());

const awaitProblem = (text: string, node = "dcn1") => awaitPhase(rack, node, "waiting", 90, text);

test("no download server: the node says so, also on its card", async () => {
  for (const node of ["dcn0", "dcn1"]) await rack.on(node);
  await awaitProblem("step k3s-install: no connection to 10.1.40.1");
  const { text } = await rack.run("dcn1", "cat", "/boot/firmware/edgegen/status.txt");
  expect(text.replace(/\s+/g, " ")).toContain("waiting: step k3s-install: no connection to 10.1.40.1");
  await awaitProblem("step docker:", "dcn0");
});

test("a full disk: the node says so", async () => {
  await rack.run("dcn1", "sh", "-c", "cat /dev/zero >/var/filler");
  await rack.startServer();
  await awaitProblem("No space left on device");
});

test("a wrong checksum: what came is thrown away, and nothing of it is run", async () => {
  writeFileSync(asset, "#!/bin/sh\ntouch /run/foreign-code\n");
  await rack.run("dcn1", "rm", "/var/filler");
  await awaitProblem("wrong checksum");
  expect((await rack.run("dcn1", "test", "-e", "/usr/local/bin/k3s")).code).toBe(1);
  expect((await rack.run("dcn1", "test", "-e", "/run/foreign-code")).code).toBe(1);
});

test("a slow download that is cut off goes on where it was, to the end of the first boot", async () => {
  await rack.off("dcn1");
  copyFileSync(`${asset}.good`, asset);
  writeFileSync(join(rack.payload, "cut"), "3000000");
  writeFileSync(join(rack.payload, "rate"), "1000000");
  await rack.on("dcn1");
  await awaitProblem(`the download was cut off at 3000000 of ${statSync(asset).size} bytes`);
  await awaitReady(rack, "dcn1");
  expect(rack.requests()).toMatch(/bytes=3000000- "GET [^"]*k3s-arm64[^"]*" 206/);
  for (const fault of ["cut", "rate"]) rmSync(join(rack.payload, fault));
});

test("Rancher's node goes on as soon as there are packages", async () => {
  await awaitReady(rack, "dcn0", 120);
});
