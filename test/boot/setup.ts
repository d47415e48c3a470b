import { execFileSync } from "node:child_process";
import { chmodSync, copyFileSync, mkdirSync, mkdtempSync, readFileSync, rmSync, writeFileSync } from "node:fs";
import { tmpdir } from "node:os";
import { join, resolve } from "node:path";
import type { TestProject } from "vitest/node";
import { cli } from "../../src/cli/cli.ts";
import { installPrograms, type Packages, prepareTools } from "../oracles/tools.ts";
import { testIo } from "../support/test-io.ts";
import { makePayload } from "./payload.ts";

declare module "vitest" {
  export interface ProvidedContext {
    testbed: Testbed;
  }
}

export interface Testbed {
  /** The trixie root and its layers. */
  readonly base: string;
  /** What `build` wrote for profile.yaml. */
  readonly cluster: string;
  /** What nodes may download. */
  readonly payload: string;
  /** The program of the time server. */
  readonly chronyd: string;
}

/** What boots need besides the judges' tools. */
const programs: Packages = {
  "systemd-nspawn": "systemd-container",
  "qemu-system-aarch64": "qemu-system-arm",
  ip: "iproute2",
  nsenter: "util-linux",
  setpriv: "util-linux",
  pgrep: "procps",
  python3: "python3",
  "dpkg-deb": "dpkg",
  kubectl: "kubernetes-client",
};

/** Runs once, when a boot test is selected: root, cards, downloads and a time server. Without root, Debian or systemd-nspawn there are no boots. */
export async function setup(project: TestProject): Promise<() => void> {
  const lacking = installPrograms(programs);
  if (lacking !== undefined) throw new Error(`nothing can be booted: ${lacking}`);
  const { root, missing } = prepareTools();
  if (root === undefined) throw new Error(`nothing can be booted: ${missing.root}`);
  const work = mkdtempSync(join(tmpdir(), "edgegen-boot-"));
  const payload = join(work, "payload");
  mkdirSync(payload);
  makePayload(payload, join(root, "root"));
  const chronyd = execFileSync(join("test/testbed", "make-chronyd.sh"), {
    encoding: "utf8",
    stdio: ["ignore", "pipe", "inherit"],
  });
  project.provide("testbed", { base: root, cluster: await buildCards(work), payload, chronyd: chronyd.trim() });
  return () => rmSync(work, { recursive: true, force: true });
}

/** With the public test bundle, so that every secret that is looked for is known. */
async function buildCards(work: string): Promise<string> {
  const profile = join(work, "pi4-2node.yaml");
  const include = resolve("profiles/pi4-2node.yaml");
  writeFileSync(
    profile,
    readFileSync("test/boot/profile.yaml", "utf8").replace("../../profiles/pi4-2node.yaml", include),
  );
  const bundle = join(work, "pi4-2node.secrets.yaml");
  copyFileSync("test/golden/test-bundle.secrets.yaml", bundle);
  chmodSync(bundle, 0o600);
  const io = testIo();
  const code = await cli(["build", "--profile", profile, "--out", join(work, "out")], io);
  if (code !== 0) throw new Error(`build ended with ${code}\n${io.printed.err}`);
  return join(work, "out/pi4-2node");
}
