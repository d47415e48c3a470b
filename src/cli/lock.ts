import type { OutputTree } from "../host/output-tree.ts";
import type { Diagnostic } from "../model/diagnostic.ts";
import { fault } from "../model/fault.ts";

/** What only one process at a time may work on. */
export interface Locked {
  /** The lock's path. */
  readonly lock: string;
  /** What it is about, as the user knows it. */
  readonly subject: string;
  /** What the process that has it is doing: `is building it`. */
  readonly doing: string;
}

/** Runs an action while no other process works on the same; says who does when one does. */
export async function whileLocked(
  tree: OutputTree,
  { lock: path, subject, doing }: Locked,
  action: () => Promise<readonly Diagnostic[]>,
): Promise<readonly Diagnostic[]> {
  const lock = tree.lock(path);
  if ("heldBy" in lock) {
    const notes = [
      "wait until it has finished, then run again",
      `if process ${lock.heldBy} is not edgegen (ps -p ${lock.heldBy}), as after a power cut: remove ${path}`,
    ];
    return [fault("already-running", `process ${lock.heldBy} ${doing}`, { subject, notes })];
  }
  try {
    return await action();
  } finally {
    lock.release();
  }
}
