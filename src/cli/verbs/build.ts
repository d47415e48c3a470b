import { drift } from "../../emit/drift.ts";
import { type Emitted, emit } from "../../emit/emit.ts";
import { lockName, recover } from "../../emit/swap.ts";
import { HostError } from "../../host/host.ts";
import { typed } from "../../init/profile-text.ts";
import type { Cluster } from "../../model/cluster.ts";
import type { Diagnostic } from "../../model/diagnostic.ts";
import { fault } from "../../model/fault.ts";
import { images } from "../../model/images.ts";
import { emitInput, targetOf } from "../build-input.ts";
import type { BuildOptions } from "../commands/build.ts";
import { driftReport } from "../drift-report.ts";
import type { Io } from "../io.ts";
import { whileLocked } from "../lock.ts";
import { nowhere, obstacleAt, otherCards, unfinished } from "../obstacle.ts";
import { pinsFor } from "../pins.ts";
import { type Session, withCluster } from "../session.ts";
import { ensureTrust, readTrust } from "../trust.ts";
import { unknownNodes } from "../unknown-nodes.ts";
import { withOut } from "../with-out.ts";

/** From profile to out/<cluster>/. One build at a time per output folder; what was there stays until the new tree is whole. */
export function buildVerb(io: Io, options: BuildOptions): Promise<number> {
  return withCluster(io, options, async (cluster, session) => {
    const unknown = unknownNodes(options.node, cluster);
    if (unknown.length > 0) return unknown;
    if (options.out === "") return [nowhere];
    const subject = targetOf(options, cluster);
    if (options.check) return checkTree(cluster, session, options);
    makeOut(io, options.out);
    const building = { lock: lockName(io.tree, subject), subject, doing: "is building it" };
    return whileLocked(io.tree, building, () => writeTree(cluster, session, options));
  });
}

/** Where a file system makes no folders, as /proc, it says that there is none: that is no file that could not be read. */
function makeOut({ tree }: Io, out: string): void {
  try {
    tree.makeFolder(out, 0o755);
  } catch (error) {
    throw error instanceof HostError && error.reason === "ENOENT" ? new HostError(error.path, "EPERM") : error;
  }
}

async function writeTree(cluster: Cluster, session: Session, options: BuildOptions): Promise<readonly Diagnostic[]> {
  const target = targetOf(options, cluster);
  const obstacle = obstacleAt(session.io.tree, target);
  if (obstacle) return [obstacle];
  recover(session.io.tree, target);
  const others = otherCards(session.io.tree, target, cluster);
  if (others) return [others];
  const { pins, diagnostics: ofPins } = await pinsFor(cluster, session, options);
  if (!pins) return ofPins;
  const { bundle, diagnostics: ofTrust } = await ensureTrust(cluster, session, "make");
  const diagnostics = [...ofPins, ...ofTrust];
  if (!bundle) return diagnostics;
  const input = await emitInput(cluster, bundle, session, options, pins);
  const result = await emit(session.io.tree, input);
  if (!result) return [...diagnostics, interrupted(target)];
  if (result.inTheWay.length > 0) return [...diagnostics, ...result.inTheWay.map((path) => inTheWay(target, path))];
  session.io.out(summary(input.target, result) + next(input.target, cluster, options));
  return diagnostics;
}

async function checkTree(cluster: Cluster, session: Session, options: BuildOptions): Promise<readonly Diagnostic[]> {
  const obstacle = unfinished(session.io.tree, targetOf(options, cluster));
  if (obstacle) return [obstacle];
  const { pins, diagnostics: ofPins } = await pinsFor(cluster, session, options);
  if (!pins) return ofPins;
  const { bundle, diagnostics: ofTrust } = await readTrust(cluster, session);
  const diagnostics = [...ofPins, ...ofTrust];
  if (!bundle) return diagnostics;
  const { tree } = session.io;
  const input = await emitInput(cluster, bundle, session, options, pins);
  const found = await drift(tree, input);
  return [...diagnostics, ...driftReport({ target: input.target, isBuilt: tree.exists, found })];
}

function summary(target: string, { written, unchanged, outdated, unbuilt, removed }: Emitted): string {
  const list = (names: readonly string[]) => (names.length > 8 ? `${names.length} nodes` : names.join(", "));
  const parts = [
    ...(written.length > 0 ? [`written: ${list(written)}`] : []),
    ...(unchanged.length > 0 ? [`unchanged: ${list(unchanged)}`] : []),
    ...(outdated.length > 0 ? [`out of date, not built: ${list(outdated)}`] : []),
    ...(unbuilt.length > 0 ? [`never built: ${list(unbuilt)}`] : []),
    ...(removed.length > 0 ? [`no longer in the profile, removed: ${list(removed)}`] : []),
  ];
  return `${target}  ${parts.join("; ")}\n`;
}

function next(target: string, { nodes }: Cluster, { profile, offline, out }: BuildOptions): string {
  const page = `${target}/README.txt`;
  if (!nodes.some(({ os }) => images[os.image].pi)) return `Next: ${page} says how each seed.img is attached.\n`;
  const command = `edgegen image --profile ${typed(profile)}${withOut(out)} --base IMAGE${offline ? " --offline" : ""}`;
  return `Next: ${command}; ${page} says which IMAGE, and how it gets onto cards.\n`;
}

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
