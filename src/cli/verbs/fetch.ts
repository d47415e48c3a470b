import { downloadAll, type Outcome } from "../../fetch/all.ts";
import { partPath, type Wanted } from "../../fetch/download.ts";
import { type Downloading, WrongContent } from "../../fetch/part.ts";
import { patience } from "../../fetch/patience.ts";
import type { Trying } from "../../fetch/retry.ts";
import { WebError } from "../../host/web.ts";
import { mebibytes } from "../../lock/changes.ts";
import { cachedPath, type LockedFile, lockedFiles, sourcesOf } from "../../lock/files.ts";
import { lockPath, readLock } from "../../lock/read.ts";
import { wantedBy } from "../../lock/wanted.ts";
import type { Diagnostic } from "../../model/diagnostic.ts";
import { fault } from "../../model/fault.ts";
import type { FetchOptions } from "../commands/fetch.ts";
import type { Io } from "../io.ts";
import { whileLocked } from "../lock.ts";
import { downloadFailed, onNetwork } from "../network.ts";
import { noLock, unlocked } from "../pins.ts";
import { type Progress, progressOf } from "../progress.ts";
import { withCluster } from "../session.ts";

/** Fills the cache with what the lock names. Only what is complete and has the right sum gets its name there. */
export function fetchVerb(io: Io, options: FetchOptions): Promise<number> {
  return withCluster(io, options, async (cluster, session) => {
    const path = lockPath(session.profilePath, cluster.name);
    const { value: lock, diagnostics } = await readLock(io.host, path);
    if (!lock) return diagnostics.length > 0 ? diagnostics : [noLock(path)];
    const missing = unlocked(wantedBy(cluster), lock, path);
    if (missing.length > 0) return missing;
    const cache = options.cache ?? io.cacheFolder;
    const files = lockedFiles(lock).filter(({ kind }) => options.only === undefined || kind === options.only);
    io.tree.makeFolder(`${cache}/sha256`, 0o755);
    const filling = { lock: `${cache}/.lock`, subject: cache, doing: "is filling this cache" };
    return whileLocked(io.tree, filling, () =>
      onNetwork(io, cache, (trying) => fill(io, trying, files.map(toWanted(cache, options)))),
    );
  });
}

const toWanted =
  (cache: string, { mirror }: FetchOptions) =>
  (file: LockedFile): Wanted => ({
    ...{ what: file.what, pin: file.pin },
    ...{ sources: sourcesOf(file, mirror), path: cachedPath(cache, file.pin) },
  });

async function fill(io: Io, trying: Trying, files: readonly Wanted[]): Promise<readonly Diagnostic[]> {
  const progress = progressOf(
    io,
    "downloading",
    files.reduce((sum, file) => sum + missingBytes(io, file), 0),
  );
  const downloading = downloadingWith(io, trying, progress);
  const outcomes = await downloadAll(downloading, files, (outcome) => tellDone(downloading, outcome)).finally(
    progress.end,
  );
  trying.signal.throwIfAborted();
  for (const { wanted, result } of outcomes) if (typeof result === "string") io.out(`${wanted.path}  ${wanted.what}\n`);
  return outcomes.flatMap(problemOf);
}

function downloadingWith(io: Io, trying: Trying, progress: Progress): Downloading {
  let received = 0;
  return {
    ...{ ...trying, tree: io.tree, openPart: io.openPart, checksum: io.bulk.checksum, patience },
    tell(text) {
      progress.end();
      trying.tell(text);
    },
    came(bytes) {
      received += bytes;
      progress.at(received);
    },
  };
}

function missingBytes({ tree }: Io, { path, pin }: Wanted): number {
  if (tree.exists(path)) return 0;
  return Math.max(0, pin.size - (tree.stat(partPath(path))?.size ?? 0));
}

function tellDone({ tell }: Downloading, { wanted, result }: Outcome): void {
  if (result === "fetched") tell(`${wanted.what}: ${mebibytes(wanted.pin.size)} MiB, checked`);
}

function problemOf({ wanted, result }: Outcome): readonly Diagnostic[] {
  if (typeof result === "string") return [];
  if (result instanceof WrongContent) return [wrongContent(wanted, result)];
  if (result instanceof WebError) return [downloadFailed(result, wanted.what)];
  throw result;
}

const wrongContent = ({ what }: Wanted, { message }: WrongContent) =>
  fault("wrong-content", message, {
    subject: what,
    notes: ["log in to the network, or name another place with --mirror; if this is a new release, edgegen lock again"],
  });
