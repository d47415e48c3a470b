import { manifestName } from "../emit/manifest.ts";
import type { Cluster, ClusterNode } from "../model/cluster.ts";
import type { Diagnostic, Result } from "../model/diagnostic.ts";
import { fault } from "../model/fault.ts";
import { images } from "../model/images.ts";
import { type Card, compileCards } from "../pipeline.ts";
import type { ProfileOptions } from "./profile-verb.ts";
import type { Session } from "./session.ts";
import { ensureTrust, noBundle } from "./trust.ts";
import { unknownNodes } from "./unknown-nodes.ts";

export interface CardOptions extends ProfileOptions {
  readonly node: readonly string[];
  readonly out: string;
}

/** A node and what goes on its card. */
export interface NodeCard {
  readonly node: ClusterNode;
  readonly card: Card;
}

export const outOf = ({ out }: { readonly out: string }) => out.replace(/\/+$/, "") || ".";

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

/** Compiles cards in memory, as a build would: what lies in out/ has no say. */
export async function compiled(
  cluster: Cluster,
  session: Session,
  options: CardOptions,
  wanted: readonly ClusterNode[],
): Promise<{ readonly value?: readonly NodeCard[]; readonly diagnostics: readonly Diagnostic[] }> {
  // Where cards were made, a new bundle would turn every one of them into a stranger.
  const built = session.io.tree.exists(`${outOf(options)}/${cluster.name}/${manifestName}`);
  const { bundle, diagnostics } = await ensureTrust(cluster, session, built ? noBundle(session, cluster) : "make");
  if (!bundle) return { diagnostics };
  const input = { cluster, bundle, templates: await session.io.templates(), seedImages: false };
  const nodes = new Map(wanted.map((node) => [node.name, node]));
  const value = [...compileCards(input)].flatMap((card) => {
    const node = nodes.get(card.plan.node);
    return node ? [{ node, card }] : [];
  });
  return { value, diagnostics };
}
