import { execFile } from "node:child_process";
import { writeFileSync } from "node:fs";
import { join, resolve } from "node:path";
import { promisify } from "node:util";
import { afterAll, beforeAll, expect, inject, test } from "vitest";
import { lanAddress } from "../boot/payload.ts";
import { mortal } from "../boot/rack.ts";
import { type Lab, openLab } from "./lab.ts";

/** The program as a user runs it, on QEMU's closed network: ssh comes in by a forwarded port, and only K3s's releases are to be had. */
let lab: Lab;
beforeAll(async () => {
  lab = await openLab();
});
afterAll(() => lab?.close());

const minutes = 60_000;

const image = () => join(inject("virtualPi").images, "ubuntu.img");

test("edgegen boot --mirror: a control plane comes up to its last step, and is as its Cluster says", async () => {
  const stdout = await boot("dcn1", "--mirror", `http://${lanAddress}/k3s`, "--boots", "1");
  expect(stdout).toContain("every step is done");
  expect(lab.rack.requests()).toContain("k3s-arm64");
});

test("edgegen boot as it is: Rancher's node comes to the first thing that it must download, twice, and runs nothing again", async () => {
  const stdout = await boot("dcn0");
  expect(stdout).toMatch(/step docker: (?!done)/);
  expect(stdout).toMatch(/^ {2}pass {2}steps$/m);
});

/** What it prints, when it ends with 0. */
async function boot(node: string, ...more: readonly string[]): Promise<string> {
  const profile = join(lab.rack.state, "pi4-2node.yaml");
  writeFileSync(profile, `version: 1\ninclude: [${resolve("profiles/pi4-2node.yaml")}]\n`);
  const argv = ["ip", "netns", "exec", lab.rack.lan, ...mortal, process.execPath, "dist/edgegen.js", "boot"];
  const where = ["--profile", profile, "--out", lab.rack.state, "--base", image()];
  const { stdout } = await run(argv, [...where, "--node", node, ...more]);
  process.stdout.write(stdout);
  expect(stdout).toMatch(/^ {2}pass {2}secrets$/m);
  expect(stdout).not.toContain("FAIL");
  return stdout;
}

/** A code other than 0 is an error with both outputs in its text. */
async function run([program = "", ...argv]: readonly string[], options: readonly string[]) {
  return promisify(execFile)(program, [...argv, ...options], { timeout: 30 * minutes }).catch((error) => {
    throw new Error(`${error.message}\n${error.stdout}`);
  });
}
