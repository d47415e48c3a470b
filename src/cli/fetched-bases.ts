import { cachedPath } from "../lock/files.ts";
import { lockPath, readLock } from "../lock/read.ts";
import type { Cluster } from "../model/cluster.ts";
import type { Diagnostic, Result } from "../model/diagnostic.ts";
import { fault } from "../model/fault.ts";
import type { NodeCard } from "./cards.ts";
import type { Session } from "./session.ts";

/** A stock image, and the cards that are put into it. */
export interface Batch {
  readonly base: string;
  readonly cards: readonly NodeCard[];
}

/** For each operating system the image that the lock names and `fetch` has downloaded. */
export async function fetchedBases(
  { io, profilePath }: Session,
  cluster: Cluster,
  { cache = io.cacheFolder }: { readonly cache?: string },
  cards: readonly NodeCard[],
): Promise<Result<readonly Batch[]>> {
  const { value: lock, diagnostics } = await readLock(io.host, lockPath(profilePath, cluster.name));
  if (lock === undefined) return { diagnostics: diagnostics.length > 0 ? diagnostics : [noBase] };
  const images = [...new Set(cards.map(({ node }) => node.os.image))].sort();
  const batches: Batch[] = [];
  const missing: Diagnostic[] = [];
  for (const image of images) {
    const pin = lock.images.get(image);
    const base = pin && cachedPath(cache, pin);
    if (base === undefined) missing.push(notLocked(image));
    else if (!io.tree.exists(base)) missing.push(notFetched(image, base));
    else batches.push({ base, cards: cards.filter(({ node }) => node.os.image === image) });
  }
  return missing.length > 0 ? { diagnostics: missing } : { value: batches, diagnostics: [] };
}

const orNamed = "or --base IMG names the image";

const noBase = fault("image-missing", "into which image? --base IMG names it, as its makers publish it", {
  notes: ["without --base it is the one that edgegen lock finds, and edgegen fetch --only images downloads"],
});

const notLocked = (image: string) =>
  fault("not-locked", `the lock says nothing of the image ${image}`, {
    notes: [`edgegen lock brings it up to date; ${orNamed}`],
  });

const notFetched = (image: string, base: string) =>
  fault("not-fetched", `the image ${image} is not in the cache`, {
    subject: base,
    notes: [`edgegen fetch --only images downloads it; ${orNamed}`],
  });
