import { manifestName } from "../emit/manifest.ts";
import type { CardDownload } from "../image/card-writes.ts";
import type { Bundle } from "../model/bundle.ts";
import type { Cluster, ClusterNode } from "../model/cluster.ts";
import type { Diagnostic, Result } from "../model/diagnostic.ts";
import { fault } from "../model/fault.ts";
import { images } from "../model/images.ts";
import { type Card, compileCards } from "../pipeline.ts";
import { cachedFile } from "./cached-file.ts";
import type { Io } from "./io.ts";
import { pinsFor } from "./pins.ts";
import type { ProfileOptions } from "./profile-verb.ts";
import type { Session } from "./session.ts";
import { ensureTrust, noBundle, previewTrust } from "./trust.ts";
import { unknownNodes } from "./unknown-nodes.ts";

export interface CardOptions extends ProfileOptions {
  readonly node: readonly string[];
  readonly out: string;
  readonly offline?: boolean;
  readonly cache?: string;
  /** Nothing is written, not even a bundle. */
  readonly dryRun?: boolean;
}

/** A node and what goes on its card. */
export interface NodeCard {
  readonly node: ClusterNode;
  readonly card: Card;
  /** What the card brings along as it was downloaded. */
  readonly payload: readonly CardDownload[];
}

const outOf = ({ out }: { readonly out: string }) => out.replace(/\/+$/, "") || ".";

/** Where the images of a cluster's cards lie. */
export const imagesFolder = (options: { readonly out: string }, { name }: Cluster) => `${outOf(options)}/${name}.img`;
export const imageOf = (folder: string, node: string) => `${folder}/${node}.img`;

/** Those that were named, without names every Raspberry Pi; or why one of them has no card of this kind. */
export function wantedNodes(names: readonly string[], cluster: Cluster): Result<readonly ClusterNode[]> {
  const isPi = (node: ClusterNode) => images[node.os.image].pi;
  const generic = cluster.nodes.filter((node) => !isPi(node) && names.includes(node.name));
  const refused = [...unknownNodes(names, cluster), ...generic.map(seedInstead)];
  const wanted = cluster.nodes.filter((node) => (names.length > 0 ? names.includes(node.name) : isPi(node)));
  if (refused.length === 0 && wanted.length === 0) return { diagnostics: cluster.nodes.map(seedInstead) };
  return refused.length > 0 ? { diagnostics: refused } : { value: wanted, diagnostics: [] };
}

const seedInstead = ({ name }: ClusterNode) =>
  fault("not-bootable", "its image is generic: its card is not put into one", {
    subject: name,
    notes: ["attach its seed.img, which edgegen build writes, as a second disk"],
  });

/** No value: there are no cards, as the diagnostics say. */
export interface Compiled {
  readonly value?: readonly NodeCard[];
  readonly bundle?: Bundle;
  readonly diagnostics: readonly Diagnostic[];
}

/** Compiles cards in memory, as a build would: what lies in out/ has no say. */
export async function compiled(
  cluster: Cluster,
  session: Session,
  options: CardOptions,
  wanted: readonly ClusterNode[],
): Promise<Compiled> {
  // Where cards were made, a new bundle would turn every one of them into a stranger.
  const built = session.io.tree.exists(`${outOf(options)}/${cluster.name}/${manifestName}`);
  const { pins, diagnostics: ofPins } = await pinsFor(cluster, session, options);
  if (!pins) return { diagnostics: ofPins };
  const trust = options.dryRun
    ? await previewed(cluster, session)
    : await ensureTrust(cluster, session, built ? noBundle(session, cluster) : "make");
  const { bundle, diagnostics } = { ...trust, diagnostics: [...ofPins, ...trust.diagnostics] };
  if (!bundle) return { diagnostics };
  const input = { cluster, bundle, templates: await session.io.templates(), seedImages: false, ...pins };
  const nodes = new Map(wanted.map((node) => [node.name, node]));
  const value = [...compileCards(input)].flatMap((card) => {
    const node = nodes.get(card.plan.node);
    return node ? [{ node, card, payload: payloadOf(session.io, options, card) }] : [];
  });
  return { value, bundle, diagnostics };
}

/** What it would say of a bundle that was made or extended is not true. */
async function previewed(cluster: Cluster, session: Session) {
  const { trust, diagnostics } = await previewTrust(cluster, session);
  return { bundle: trust?.bundle, diagnostics: diagnostics.filter(({ severity }) => severity !== "info") };
}

/** What a card brings along, from the cache, where it was held against the lock. */
export function payloadOf(
  io: Io,
  { cache = io.cacheFolder }: Pick<CardOptions, "cache">,
  { plan }: Card,
): readonly CardDownload[] {
  return plan.payload.map((file) => ({ path: file.path, content: cachedFile(io, cache, file) }));
}
