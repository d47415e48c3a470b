import { lockPath, readLock } from "../lock/read.ts";
import { type Wanted, wantedBy } from "../lock/wanted.ts";
import type { Cluster } from "../model/cluster.ts";
import type { Diagnostic } from "../model/diagnostic.ts";
import { fault } from "../model/fault.ts";
import { nameOf } from "../model/file-name.ts";
import type { Lock, Pin } from "../model/lock.ts";
import { offlineFaults } from "./offline.ts";
import type { Session } from "./session.ts";

/** How a verb that compiles cards is asked for them. */
export interface PinOptions {
  readonly node: readonly string[];
  readonly offline?: boolean;
  readonly cache?: string;
}

/** What cards are compiled with beside profile and bundle. */
export interface Pins {
  readonly lock: Lock | undefined;
  readonly offline: boolean;
}

/** No `pins`: cards cannot be compiled, as the diagnostics say. */
export interface Pinned {
  readonly pins?: Pins;
  readonly diagnostics: readonly Diagnostic[];
}

/** What lies in the cache for cards that bring K3s along is held against the lock here. */
export async function pinsFor(cluster: Cluster, { io, profilePath }: Session, options: PinOptions): Promise<Pinned> {
  const path = lockPath(profilePath, cluster.name);
  const { value: lock, diagnostics } = await readLock(io.host, path);
  if (diagnostics.length > 0) return { diagnostics };
  const { offline = false } = options;
  if (lock === undefined) return offline ? { diagnostics: [noLock(path)] } : { pins: { lock, offline }, diagnostics };
  // Operating systems are not what a card is compiled from.
  const missing = unlocked({ ...wantedBy(cluster), images: [] }, lock, path);
  if (missing.length > 0) return { diagnostics: missing };
  const found = offline ? await offlineFaults(io, cluster, lock, options) : [];
  const failed = found.some(({ severity }) => severity === "error");
  return failed ? { diagnostics: found } : { pins: { lock, offline }, diagnostics: found };
}

/** What the profile came to need since it was locked. What it no longer needs does no harm. */
export function unlocked(wanted: Wanted, lock: Lock, path: string): readonly Diagnostic[] {
  const missing = [
    ...wanted.k3s.flatMap(({ version, names }) =>
      lock.k3s.get(version)?.has(names.binary) ? [] : [`${names.binary} of K3s ${version}`],
    ),
    ...wanted.rancher.filter((reference) => !lock.rancher.has(reference)),
    ...wanted.images.filter((image) => !lock.images.has(image)).map((image) => `the image ${image}`),
  ];
  return missing.map((what) =>
    fault("not-locked", `the lock says nothing of ${what}`, { subject: path, notes: [lockAgain] }),
  );
}

const lockAgain = "edgegen lock brings it up to date; without a lock, each download is checked against its own release";

export const noLock = (path: string): Diagnostic =>
  fault("not-locked", "there is no lock: nothing says what the downloads must be", {
    subject: path,
    notes: ["edgegen lock makes it"],
  });

/** What the lock says of an image, by its name as its makers publish it, or by the one it has in the cache. */
export async function lockedImage(
  { io, profilePath }: Session,
  cluster: Cluster,
  base: string,
): Promise<{ readonly sha256: string; readonly says: string } | undefined> {
  const path = lockPath(profilePath, cluster.name);
  const { value: lock } = await readLock(io.host, path);
  const names = ({ url, sha256 }: Pin) => [decodeURIComponent(nameOf(url)), sha256];
  const pin = [...(lock?.images.values() ?? [])].find((each) => names(each).includes(nameOf(base)));
  return pin && { sha256: pin.sha256, says: nameOf(path) };
}
