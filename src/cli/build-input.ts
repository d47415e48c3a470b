import type { CardSource } from "../emit/card.ts";
import type { EmitInput } from "../emit/emit.ts";
import { typed } from "../init/profile-text.ts";
import { withoutEnding } from "../load/path.ts";
import { cachedPath } from "../lock/files.ts";
import type { Bundle } from "../model/bundle.ts";
import type { Cluster } from "../model/cluster.ts";
import { nameOf } from "../model/file-name.ts";
import type { CardPlan } from "../model/plan.ts";
import { compileCards, compileLaptop } from "../pipeline.ts";
import type { PlanInput } from "../plan/plan.ts";
import { fingerprint } from "../trust/fingerprint.ts";
import type { Pins } from "./pins.ts";
import type { Session } from "./session.ts";

/** What is built, and where to. */
export interface TreeOptions {
  readonly node: readonly string[];
  readonly out: string;
  readonly seedImage?: boolean;
  readonly cache?: string;
}

export const targetOf = (options: TreeOptions, cluster: Cluster) =>
  `${options.out.replace(/\/+$/, "")}/${cluster.name}`;

/** Everything that a build writes. `meets` is told of each card before it is rendered. */
export async function emitInput(
  cluster: Cluster,
  bundle: Bundle,
  { io, profilePath }: Session,
  options: TreeOptions,
  pins: Pins,
  meets: (plan: CardPlan) => void = () => undefined,
): Promise<EmitInput> {
  const { seedImage: seedImages = false, cache = io.cacheFolder } = options;
  const compile = { cluster, bundle, templates: await io.templates(), seedImages, ...pins };
  return {
    target: targetOf(options, cluster),
    generator: io.generator,
    cluster: cluster.name,
    profile: nameOf(profilePath),
    trust: fingerprint(bundle),
    cards: cardSources(compile, cache, meets),
    only: options.node.length > 0 ? new Set(options.node) : undefined,
    top: compileLaptop(compile, shortName(profilePath)).map(({ path, mode, text }) => ({ path, mode, data: text })),
    interrupted: io.interrupted,
  };
}

/** As `--profile` takes it; the folder is left out, since what is built is the same wherever the profile lies. */
export const shortName = (profilePath: string) => typed(withoutEnding(nameOf(profilePath)));

function* cardSources(compile: PlanInput, cache: string, meets: (plan: CardPlan) => void): Iterable<CardSource> {
  for (const { plan, render } of compileCards(compile)) {
    meets(plan);
    const { node, role, address, instanceId, id, seedImage, card } = plan;
    const payload = plan.payload.map((file) => ({ ...file, from: cachedPath(cache, file) }));
    yield { name: node, role, address, image: card.image, instanceId, plan: id, seedImage, payload, render };
  }
}
