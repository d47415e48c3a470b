import { check } from "./check/check.ts";
import type { Host } from "./host/host.ts";
import { load } from "./load/load.ts";
import type { Cluster } from "./model/cluster.ts";
import type { Diagnostic } from "./model/diagnostic.ts";
import type { CardPlan } from "./model/plan.ts";
import type { Sources } from "./model/span.ts";
import { bootFiles } from "./plan/boot-partition.ts";
import { laptopFiles } from "./plan/laptop.ts";
import { type PlanInput, planCard } from "./plan/plan.ts";
import { type RenderedFile, renderCard, renderFiles } from "./render/render.ts";
import { resolve } from "./resolve/resolve.ts";
import { inOwnNetwork } from "./validate/own-network.ts";
import { validate } from "./validate/validate.ts";

/** What a profile turned out to be. The cluster is there only when nothing is wrong with it. */
export interface Read {
  readonly cluster: Cluster | undefined;
  readonly sources: Sources;
  readonly diagnostics: readonly Diagnostic[];
}

/** load, validate, resolve, check: from a file to a Cluster, with everything that is wrong in one list. */
export async function readCluster(host: Host, path: string): Promise<Read> {
  const loaded = await load(host, path);
  const { sources, tree, name, attachments } = loaded.value;
  const shaped = tree && validate(tree);
  const resolved = shaped?.value && resolve(shaped.value, name, attachments);
  const found = resolved?.value ? check(resolved.value, shaped?.value?.partial ?? false) : [];
  const diagnostics = inOwnNetwork(tree, [
    ...loaded.diagnostics,
    ...(shaped?.diagnostics ?? []),
    ...(resolved?.diagnostics ?? []),
    ...found,
  ]);
  const failed = diagnostics.some((diagnostic) => diagnostic.severity === "error");
  return { cluster: failed ? undefined : resolved?.value, sources, diagnostics };
}

/** A card, decided and ready to be turned into bytes. */
export interface Card {
  readonly plan: CardPlan;
  readonly render: () => readonly RenderedFile[];
}

/** plan, render: from a Cluster and its trust to the cards, one at a time, so that ten thousand need no more memory than ten. */
export function* compileCards(input: PlanInput): Iterable<Card> {
  for (const node of input.cluster.nodes) {
    const plan = planCard(input, node);
    yield { plan, render: () => renderCard(plan, bootFiles(plan), input.templates) };
  }
}

/** What lies beside the cards: kubeconfig, known_hosts and the rest of the laptop's side. */
export function compileLaptop({ cluster, bundle, templates }: PlanInput, profile: string): readonly RenderedFile[] {
  return renderFiles(laptopFiles(cluster, bundle, profile), templates);
}
