import { execFile, spawnSync } from "node:child_process";
import { mkdirSync, mkdtempSync, readFileSync, rmSync, writeFileSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { promisify } from "node:util";

const here = "test/testbed";

/** What the images differ in; see make-root.sh. */
export type Variant = "raspios" | "ubuntu" | "generic";

export interface MadeRoot {
  /** The folder that holds root/ and the variants. */
  readonly folder?: string;
  /** Why there is none. */
  readonly complaint?: string;
}

/** The Debian trixie root, from the cache or made now (half a minute, needs root on Debian). */
export function makeRoot(): MadeRoot {
  if (process.getuid?.() !== 0) return { complaint: "only root can make and enter it" };
  const { status, stdout, stderr } = spawnSync(join(here, "make-root.sh"), { encoding: "utf8" });
  if (status === 0) return { folder: stdout.trim() };
  return { complaint: stderr.trim().split("\n").at(-1) ?? "make-root.sh failed" };
}

/** A command to run in the root, with that image's layer and a folder of files laid over it. It changes nothing that lasts. */
export interface Job {
  readonly argv: readonly string[];
  readonly stdin?: string | Uint8Array;
  readonly variant?: Variant;
  /** A folder whose files lie over the root's, at their paths, with their modes. */
  readonly tree?: string;
}

export interface Outcome {
  readonly status: number;
  /** What it wrote to stdout and stderr, together, trimmed. */
  readonly output: string;
}

/** Runs all jobs, two at a time, without network and in namespaces of their own; answers in the order of the jobs. */
export async function runInRoot(folder: string, jobs: readonly Job[]): Promise<readonly Outcome[]> {
  const work = mkdtempSync(join(tmpdir(), "edgegen-jobs-"));
  try {
    jobs.forEach((job, index) => {
      const at = join(work, String(index).padStart(5, "0"));
      mkdirSync(at);
      const layers = [job.tree, job.variant && join(folder, job.variant), join(folder, "root")];
      writeFileSync(join(at, "lower"), layers.filter((layer) => layer !== undefined).join(":"));
      writeFileSync(join(at, "argv"), job.argv.map((word) => `${word}\0`).join(""));
      writeFileSync(join(at, "stdin"), job.stdin ?? "");
    });
    await promisify(execFile)(join(here, "run-jobs.sh"), [work]);
    return jobs.map((_, index) => outcome(join(work, String(index).padStart(5, "0"))));
  } finally {
    rmSync(work, { recursive: true, force: true });
  }
}

function outcome(at: string): Outcome {
  const read = (name: string) => readFileSync(join(at, name), "utf8").trim();
  return { status: Number(read("status")), output: read("output") };
}
