import { execFileSync } from "node:child_process";
import type { TestProject } from "vitest/node";
import { installPrograms } from "../oracles/tools.ts";

declare module "vitest" {
  export interface ProvidedContext {
    virtualPi: VirtualPiBed;
  }
}

export interface VirtualPiBed {
  /** The folder with raspios.img and ubuntu.img. */
  readonly images: string;
  readonly chronyd: string;
}

/** What making the images needs besides what boots need. */
const programs = {
  "mkfs.ext4": "e2fsprogs",
  e2fsck: "e2fsprogs",
  debugfs: "e2fsprogs",
  "mkfs.fat": "dosfstools",
  mcopy: "mtools",
  sfdisk: "fdisk",
  cpio: "cpio",
  xz: "xz-utils",
  ssh: "openssh-client",
};

/** Runs once, after the set-up of the boots: the images (two minutes when there are none yet) and a time server. */
export function setup(project: TestProject): void {
  const lacking = installPrograms(programs);
  if (lacking !== undefined) throw new Error(`no virtual Pi: ${lacking}`);
  const made = (script: string) =>
    execFileSync(`test/testbed/${script}`, { encoding: "utf8", stdio: ["ignore", "pipe", "inherit"] }).trim();
  project.provide("virtualPi", { images: made("make-images.sh"), chronyd: made("make-chronyd.sh") });
}
