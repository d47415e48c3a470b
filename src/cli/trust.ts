import type { Bundle } from "../model/bundle.ts";
import type { Cluster } from "../model/cluster.ts";
import type { Diagnostic } from "../model/diagnostic.ts";
import { fault } from "../model/fault.ts";
import { provision } from "../trust/provision.ts";
import { type BundlePaths, bundlePaths, type Opened, openBundle, saveBundle } from "../trust/store.ts";
import { whileLocked } from "./lock.ts";
import type { Session } from "./session.ts";

/** The bundle as a verb gets it: opened, and complete for the profile. */
export interface Trust {
  readonly paths: BundlePaths;
  readonly opened: Opened;
  readonly bundle: Bundle;
  /** It has something that the file lacks. */
  readonly changed: boolean;
  readonly diagnostics: readonly Diagnostic[];
}

/** What to do when there is no bundle: make one, or refuse for a reason. */
export type Absent = "make" | Diagnostic;

/** Opens the bundle and makes what it lacks, in memory. Without `trust` it could not be opened. */
async function openTrust(
  cluster: Cluster,
  session: Session,
  absent: Absent,
): Promise<{ trust?: Trust; diagnostics: readonly Diagnostic[] }> {
  const { host, entropy } = session.io;
  const paths = bundlePaths(session.profilePath, cluster.name);
  const opened = await openBundle(host, paths, session.options.identity);
  if (!opened.value) return { diagnostics: opened.diagnostics };
  const { bundle } = opened.value;
  if (!bundle && absent !== "make") return { diagnostics: [absent] };
  // The repository's own test bundle serves every golden case.
  if (bundle && !bundle.test && bundle.cluster !== cluster.name) return { diagnostics: [another(paths, bundle)] };
  const { value, diagnostics } = await provision(cluster, bundle, entropy);
  if (!value) return { diagnostics };
  return { trust: { paths, opened: opened.value, ...value, diagnostics }, diagnostics };
}

/** Opens the bundle, lets `change` work on it, and stores it when it then differs. One process at a time per bundle. */
export async function changeTrust(
  cluster: Cluster,
  session: Session,
  absent: Absent,
  change: (trust: Trust) => Promise<{ bundle: Bundle; diagnostics: readonly Diagnostic[] }>,
): Promise<readonly Diagnostic[]> {
  const { tree, host, interrupted } = session.io;
  const { plain } = bundlePaths(session.profilePath, cluster.name);
  const working = { lock: `${plain}.lock`, subject: plain, doing: "is working with this bundle" };
  return whileLocked(tree, working, async () => {
    const { trust, diagnostics } = await openTrust(cluster, session, absent);
    if (!trust) return diagnostics;
    const result = await change(trust);
    if (interrupted()) return [...result.diagnostics, cut(plain)];
    if (result.bundle !== trust.opened.bundle) await saveBundle(host, trust.paths, trust.opened, result.bundle);
    return result.diagnostics;
  });
}

/** The bundle that a build or a kubeconfig works with, stored first when it had to be made or extended. */
export async function ensureTrust(
  cluster: Cluster,
  session: Session,
  absent: Absent,
): Promise<{ bundle: Bundle | undefined; diagnostics: readonly Diagnostic[] }> {
  let bundle: Bundle | undefined;
  const diagnostics = await changeTrust(cluster, session, absent, async (trust) => {
    bundle = trust.bundle;
    return trust;
  });
  return { bundle: usable(bundle, diagnostics), diagnostics };
}

/** The same without writing: a bundle that would have to change is drift. */
export async function readTrust(
  cluster: Cluster,
  session: Session,
): Promise<{ bundle: Bundle | undefined; diagnostics: readonly Diagnostic[] }> {
  const { trust, diagnostics } = await openTrust(cluster, session, "make");
  if (!trust?.changed) return { bundle: usable(trust?.bundle, diagnostics), diagnostics };
  return { bundle: undefined, diagnostics: [drifted(trust.paths.plain)] };
}

const usable = (bundle: Bundle | undefined, diagnostics: readonly Diagnostic[]) =>
  diagnostics.some(({ severity }) => severity === "error") ? undefined : bundle;

export const noBundle = (session: Session, cluster: Cluster) =>
  fault("bundle-missing", "there is no bundle of this cluster", {
    subject: bundlePaths(session.profilePath, cluster.name).plain,
    notes: ["restore it from a backup; for a new cluster, edgegen build makes one"],
  });

const another = (paths: BundlePaths, bundle: Bundle) =>
  fault("bundle-of-another", `this is the bundle of cluster ${bundle.cluster}`, {
    subject: paths.plain,
    notes: ["each cluster has its own: move this one away, or name the cluster so in the profile"],
  });

const cut = (path: string) =>
  fault("interrupted", "interrupted; nothing was changed", { subject: path, notes: ["run the same command again"] });

const drifted = (path: string) =>
  fault("drift", "the bundle lacks what this profile needs", {
    subject: path,
    notes: ["edgegen build adds it; if this cluster was built before, restore its bundle first"],
  });
