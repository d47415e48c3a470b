import type { CardSource } from "../../emit/card.ts";
import { type Drift, drift } from "../../emit/drift.ts";
import { type EmitInput, type Emitted, emit } from "../../emit/emit.ts";
import { manifestName } from "../../emit/manifest.ts";
import { isForeign } from "../../emit/old-tree.ts";
import { lockName } from "../../emit/swap.ts";
import type { Bundle } from "../../model/bundle.ts";
import type { Cluster } from "../../model/cluster.ts";
import type { Diagnostic } from "../../model/diagnostic.ts";
import { fault } from "../../model/fault.ts";
import { nameOf } from "../../model/file-name.ts";
import { compileCards, compileLaptop } from "../../pipeline.ts";
import type { PlanInput } from "../../plan/plan.ts";
import { bundlePaths } from "../../trust/store.ts";
import type { BuildOptions } from "../cli.ts";
import type { Io } from "../io.ts";
import { whileLocked } from "../lock.ts";
import { type Session, withCluster } from "../session.ts";
import { ensureTrust, readTrust } from "../trust.ts";
import { unknownNodes } from "../unknown-nodes.ts";

/** From profile to out/<cluster>/. One build at a time per output folder; what was there stays until the new tree is whole. */
export function buildVerb(io: Io, options: BuildOptions): Promise<number> {
  return withCluster(io, options, async (cluster, session) => {
    const unknown = unknownNodes(options.node, cluster);
    if (unknown.length > 0) return unknown;
    if (options.check) return checkTree(cluster, session, options);
    const subject = targetOf(options, cluster);
    if (isForeign(io.tree, subject)) return [foreign(subject)];
    io.tree.makeFolder(options.out, 0o755);
    const building = { lock: lockName(subject), subject, doing: "is building it" };
    return whileLocked(io.tree, building, () => writeTree(cluster, session, options));
  });
}

async function writeTree(cluster: Cluster, session: Session, options: BuildOptions): Promise<readonly Diagnostic[]> {
  const built = session.io.tree.exists(`${targetOf(options, cluster)}/${manifestName}`);
  const absent = built ? lost(cluster, session, targetOf(options, cluster)) : "make";
  const { bundle, diagnostics } = await ensureTrust(cluster, session, absent);
  if (!bundle) return diagnostics;
  const input = await emitInput(cluster, bundle, session, options);
  const result = await emit(session.io.tree, input);
  if (!result) return [...diagnostics, interrupted(input.target)];
  session.io.out(summary(input.target, result));
  return diagnostics;
}

async function checkTree(cluster: Cluster, session: Session, options: BuildOptions): Promise<readonly Diagnostic[]> {
  const { bundle, diagnostics } = await readTrust(cluster, session);
  if (!bundle) return diagnostics;
  const input = await emitInput(cluster, bundle, session, options);
  const found = await drift(session.io.tree, input);
  return [...diagnostics, ...found.map(drifted)];
}

async function emitInput(
  cluster: Cluster,
  bundle: Bundle,
  { io, profilePath }: Session,
  options: BuildOptions,
): Promise<EmitInput> {
  const compile = { cluster, bundle, templates: await io.templates(), seedImages: options.seedImage ?? false };
  return {
    target: targetOf(options, cluster),
    generator: io.generator,
    cluster: cluster.name,
    profile: nameOf(profilePath),
    cards: cardSources(compile),
    only: options.node.length > 0 ? new Set(options.node) : undefined,
    top: compileLaptop(compile).map(({ path, mode, text }) => ({ path, mode, data: text })),
    interrupted: io.interrupted,
  };
}

function* cardSources(compile: PlanInput): Iterable<CardSource> {
  for (const { plan, render } of compileCards(compile)) {
    const { node, role, address, instanceId, id, seedImage, card } = plan;
    yield { name: node, role, address, image: card.image, instanceId, plan: id, seedImage, render };
  }
}

const targetOf = (options: BuildOptions, cluster: Cluster) => `${options.out.replace(/\/+$/, "")}/${cluster.name}`;

function summary(target: string, { written, unchanged, removed }: Emitted): string {
  const list = (names: readonly string[]) => (names.length > 8 ? `${names.length} nodes` : names.join(", "));
  const parts = [
    ...(written.length > 0 ? [`written: ${list(written)}`] : []),
    ...(unchanged.length > 0 ? [`unchanged: ${list(unchanged)}`] : []),
    ...(removed.length > 0 ? [`no longer in the profile, removed: ${list(removed)}`] : []),
  ];
  return `${target}  ${parts.join("; ")}\nNext: ${target}/README.txt says how to flash them.\n`;
}

const foreign = (target: string) =>
  fault("foreign-folder", "this folder holds files that edgegen did not write, and would be replaced", {
    subject: target,
    notes: ["move it away, or name another place: --out DIR"],
  });

/** Making a new bundle would turn every card that is out there into a stranger. */
const lost = (cluster: Cluster, session: Session, target: string) =>
  fault("bundle-missing", "the bundle that this cluster was built with is gone", {
    subject: bundlePaths(session.profilePath, cluster.name).plain,
    notes: [
      "restore it from a backup",
      `to start a new cluster, with new cards for every node, remove ${target} first`,
    ],
  });

const interrupted = (target: string) =>
  fault("interrupted", "interrupted; nothing was changed", { subject: target, notes: ["run the same command again"] });

const changes = {
  missing: "is missing",
  changed: "differs",
  mode: "has another mode",
  extra: "should not be there",
} as const;

const drifted = ({ path, change }: Drift) =>
  fault("drift", changes[change], { subject: path, notes: ["edgegen build writes it anew"] });
