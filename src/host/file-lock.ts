import { linkSync, readFileSync, renameSync, rmSync, writeFileSync } from "node:fs";
import { codeOf } from "./node-host.ts";

/** Locks of this very process: in a container, a run that was killed and the next one may have the same number. */
const held = new Set<string>();

/** The file holds the number of its process and, where the system tells, which of all the processes with that number it was. */
export function lock(path: string): { release: () => void } | { heldBy: number } {
  for (;;) {
    if (claim(path)) return { release: () => release(path) };
    const owner = ownerOf(path);
    if (owner === undefined) continue;
    if (isHeld(path, owner)) return { heldBy: pidOf(owner) };
    discardStale(path, owner);
  }
}

/** By link, so that the lock never exists without the number of its process. */
function claim(path: string): boolean {
  const mine = `${path}.${process.pid}`;
  try {
    writeFileSync(mine, `${process.pid} ${lifeOf(process.pid) ?? ""}`.trim(), { mode: 0o600 });
    linkSync(mine, path);
    held.add(path);
    return true;
  } catch (error) {
    if (codeOf(error) === "EEXIST") return false;
    throw error;
  } finally {
    rmSync(mine, { force: true });
  }
}

function release(path: string): void {
  held.delete(path);
  rmSync(path, { force: true });
}

/** What the lock says; of an older edgegen, or of somebody who wrote it by hand, only a number or not even that. */
const ownerOf = (path: string) => ifThere(() => readFileSync(path, "utf8"));

const pidOf = (owner: string) => Number(owner.split(" ", 1)[0]);

function isHeld(path: string, owner: string): boolean {
  const pid = pidOf(owner);
  if (pid === process.pid) return held.has(path);
  if (!isRunning(pid)) return false;
  const then = owner.split(" ").slice(1).join(" ");
  const now = lifeOf(pid);
  return then === "" || now === undefined || then === now;
}

/**
 * The boot and the tick in it at which a process began: after a reboot another one has its number. Only Linux tells; elsewhere the
 * number has to do. (proc(5): field 22 of stat; the second is the program's name, which may hold blanks and parentheses.)
 */
function lifeOf(pid: number): string | undefined {
  try {
    const boot = readFileSync("/proc/sys/kernel/random/boot_id", "utf8").trim();
    const stat = readFileSync(`/proc/${pid}/stat`, "utf8");
    const start = stat.slice(stat.lastIndexOf(")") + 2).split(" ")[22 - 3];
    return start && `${boot} ${start}`;
  } catch {
    return undefined;
  }
}

/** Renamed first, so that of two runs which find the same dead lock neither removes the other's new one. */
function discardStale(path: string, owner: string): void {
  const aside = `${path}.stale.${process.pid}`;
  ifThere(() => renameSync(path, aside));
  if (ownerOf(aside) !== owner) ifThere(() => linkSync(aside, path));
  rmSync(aside, { force: true });
}

/** EPERM means that the process lives, under another user. */
function isRunning(pid: number): boolean {
  if (!Number.isInteger(pid) || pid <= 0) return false;
  try {
    process.kill(pid, 0);
    return true;
  } catch (error) {
    return codeOf(error) === "EPERM";
  }
}

function ifThere<T>(action: () => T): T | undefined {
  try {
    return action();
  } catch (error) {
    if (codeOf(error) === "ENOENT") return undefined;
    throw error;
  }
}
