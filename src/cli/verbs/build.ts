import type { CardSource } from "../../emit/card.ts";
import { type Drift, drift } from "../../emit/drift.ts";
import { type EmitInput, type Emitted, emit } from "../../emit/emit.ts";
import { manifestName } from "../../emit/manifest.ts";
import { ownerOfTree } from "../../emit/old-tree.ts";
import { isCut, lockName, orphan, recover } from "../../emit/swap.ts";
import type { OutputTree } from "../../host/output-tree.ts";
import type { Bundle } from "../../model/bundle.ts";
import type { Cluster } from "../../model/cluster.ts";
import type { Diagnostic } from "../../model/diagnostic.ts";
import { fault } from "../../model/fault.ts";
import { nameOf } from "../../model/file-name.ts";
import { compileCards, compileLaptop } from "../../pipeline.ts";
import type { PlanInput } from "../../plan/plan.ts";
import { fingerprint } from "../../trust/fingerprint.ts";
import type { BuildOptions } from "../commands/build.ts";
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
    if (options.out === "") return [nowhere];
    const subject = targetOf(options, cluster);
    if (options.check) return checkTree(cluster, session, options);
    io.tree.makeFolder(options.out, 0o755);
    const building = { lock: lockName(io.tree, subject), subject, doing: "is building it" };
    return whileLocked(io.tree, building, () => writeTree(cluster, session, options));
  });
}

async function writeTree(cluster: Cluster, session: Session, options: BuildOptions): Promise<readonly Diagnostic[]> {
  const target = targetOf(options, cluster);
  const obstacle = obstacleAt(session.io.tree, target);
  if (obstacle) return [obstacle];
  recover(session.io.tree, target);
  const { bundle, diagnostics } = await ensureTrust(cluster, session, "make");
  if (!bundle) return diagnostics;
  const input = await emitInput(cluster, bundle, session, options);
  const result = await emit(session.io.tree, input);
  if (!result) return [...diagnostics, interrupted(target)];
  if (result.inTheWay.length > 0) return [...diagnostics, ...result.inTheWay.map((path) => inTheWay(target, path))];
  session.io.out(summary(input.target, result));
  return diagnostics;
}

async function checkTree(cluster: Cluster, session: Session, options: BuildOptions): Promise<readonly Diagnostic[]> {
  const target = targetOf(options, cluster);
  if (isCut(session.io.tree, target)) return [cutShort(target)];
  const obstacle = obstacleAt(session.io.tree, target);
  if (obstacle) return [obstacle];
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
    trust: fingerprint(bundle),
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

/** Why a build cannot begin in this folder. */
function obstacleAt(tree: OutputTree, target: string): Diagnostic | undefined {
  const left = orphan(tree, target);
  if (left) return twoTrees(target, left);
  const owner = ownerOfTree(tree, target);
  if (owner === "damaged") return damaged(target);
  return owner === "foreign" ? foreign(target) : undefined;
}

const nowhere = fault("not-writable", "--out names no folder: it is empty", {
  notes: ["for the current folder write --out .", "without --out the cards go to out/"],
});

const twoTrees = (target: string, left: string) =>
  fault("foreign-folder", `an interrupted build left this, and ${target} was made since`, {
    subject: left,
    notes: [`remove it; or, if it is the one that you want, move ${target} away and run again`],
  });

const rebuild = (target: string) =>
  `if this is an earlier build: move ${target} away, and edgegen build makes the same cards again from profile and bundle`;

const damaged = (target: string) =>
  fault(
    "foreign-folder",
    "this manifest is damaged, or of another edgegen: what else is in the folder cannot be told",
    {
      subject: `${target}/${manifestName}`,
      notes: ["restore it from a backup", rebuild(target)],
    },
  );

const foreign = (target: string) =>
  fault("foreign-folder", `this folder has no ${manifestName}: edgegen did not write it, or that file was lost`, {
    subject: target,
    notes: ["if it is something else: move it away, or name another place: --out DIR", rebuild(target)],
  });

const inTheWay = (target: string, path: string) =>
  fault(
    "foreign-folder",
    "edgegen did not write this, and would delete it with what it replaces; no card was changed",
    {
      subject: `${target}/${path}`,
      notes: [`move it away, for example directly into ${target}/, where it stays; or delete it`],
    },
  );

const interrupted = (target: string) =>
  fault("interrupted", "interrupted; nothing was changed here", {
    subject: target,
    notes: ["run the same command again"],
  });

const cutShort = (target: string) =>
  fault("drift", "a build was interrupted, and is to be finished", {
    subject: target,
    notes: ["edgegen build puts it right"],
  });

const changes = {
  missing: { message: "is missing", note: "edgegen build writes it anew" },
  changed: { message: "differs", note: "edgegen build writes it anew" },
  mode: { message: "has another mode", note: "edgegen build writes it anew" },
  stale: { message: "should not be there any more", note: "edgegen build removes it" },
  foreign: {
    message: "should not be there: edgegen did not write it",
    note: "it would be copied to the card: move it away, or delete it; edgegen build does neither",
  },
} as const;

const drifted = ({ path, change }: Drift) =>
  fault("drift", changes[change].message, { subject: path, notes: [changes[change].note] });
