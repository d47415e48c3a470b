import { execFile } from "node:child_process";
import { writeFileSync } from "node:fs";
import { join, resolve } from "node:path";
import { promisify } from "node:util";
import { expect, inject } from "vitest";
import { mortal } from "../boot/rack.ts";
import type { Lab } from "./lab.ts";

const minutes = 60_000;

/**
 * The program as a user runs it, on QEMU's closed network: ssh comes in by a forwarded port, and only what `more` says is to be had. What
 * it prints, when it ends with 0 and found nothing wrong.
 */
export async function edgegenBoot({ rack }: Lab, node: string, ...more: readonly string[]): Promise<string> {
  const profile = join(rack.state, "pi4-2node.yaml");
  writeFileSync(profile, `version: 1\ninclude: [${resolve("profiles/pi4-2node.yaml")}]\n`);
  const base = join(inject("virtualPi").images, "ubuntu.img");
  const where = ["--profile", profile, "--out", rack.state, "--base", base];
  const program = [...mortal, process.execPath, "dist/edgegen.js", "boot", ...where, "--node", node, ...more];
  const ran = promisify(execFile)("ip", ["netns", "exec", rack.lan, ...program], { timeout: 30 * minutes });
  const { stdout } = await ran.catch((error) => {
    throw new Error(`${error.message}\n${error.stdout}`);
  });
  process.stdout.write(stdout);
  expect(stdout).toMatch(/^ {2}pass {2}secrets$/m);
  expect(stdout).not.toContain("FAIL");
  return stdout;
}
