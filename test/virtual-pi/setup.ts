import { execFileSync } from "node:child_process";
import { join } from "node:path";
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

/** Runs once, after the set-up of the boots: the images (two minutes when there are none yet). */
export function setup(project: TestProject): void {
  const lacking = installPrograms(programs);
  if (lacking !== undefined) throw new Error(`no virtual Pi: ${lacking}`);
  const images = execFileSync(join("test/testbed", "make-images.sh"), {
    encoding: "utf8",
    stdio: ["ignore", "pipe", "inherit"],
  });
  project.provide("virtualPi", { images: images.trim() });
}
