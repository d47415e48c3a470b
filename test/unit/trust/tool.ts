import { spawnSync } from "node:child_process";
import { mkdtempSync, rmSync, writeFileSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";

/** Whether a program is installed; tests that need one nobody here wrote are skipped without it, by name. */
export function has(program: string): boolean {
  return spawnSync("sh", ["-c", `command -v ${program}`]).status === 0;
}

/** Runs a program in a folder that holds only the given files, all 0600, and returns everything it said. */
export function run(argv: readonly string[], files: Record<string, string>, input = ""): string {
  const folder = mkdtempSync(join(tmpdir(), "edgegen-"));
  try {
    for (const [name, text] of Object.entries(files)) writeFileSync(join(folder, name), text, { mode: 0o600 });
    const [program = "", ...args] = argv;
    const { status, stdout, stderr } = spawnSync(program, args, { cwd: folder, input, encoding: "utf8" });
    return status === 0 ? stdout + stderr : `exit ${status}: ${stdout}${stderr}`;
  } finally {
    rmSync(folder, { recursive: true });
  }
}
