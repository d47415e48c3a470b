import { spawnSync } from "node:child_process";
import { join } from "node:path";

const here = "test/testbed";

/** What the virtual Pi's disk is laid out like; see make-images.sh. */
export type Layout = "raspios" | "ubuntu";

export interface MadeImages {
  /** The image of each layout: a file that must never be changed. */
  readonly images?: Readonly<Record<Layout, string>>;
  /** Why there are none. */
  readonly complaint?: string;
}

/** The arm64 images, from the cache or made now (two minutes, needs root on Debian). */
export function makeImages(): MadeImages {
  if (process.getuid?.() !== 0) return { complaint: "only root can make them" };
  const { status, stdout, stderr } = spawnSync(join(here, "make-images.sh"), { encoding: "utf8" });
  if (status !== 0) return { complaint: stderr.trim().split("\n").at(-1) ?? "make-images.sh failed" };
  const folder = stdout.trim();
  return { images: { raspios: join(folder, "raspios.img"), ubuntu: join(folder, "ubuntu.img") } };
}
