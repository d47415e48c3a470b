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

/** Opens the bundle and makes what it lacks, in memory. Without `trust` it could not be opened. */
async function openTrust(
  cluster: Cluster,
  session: Session,
): Promise<{ trust?: Trust; diagnostics: readonly Diagnostic[] }> {
  const { host, entropy } = session.io;
  const paths = bundlePaths(session.profilePath, cluster.name);
  const opened = await openBundle(host, paths, session.options.identity);
  if (!opened.value) return { diagnostics: opened.diagnostics };
  const { value, diagnostics } = await provision(cluster, opened.value.bundle, entropy);
  if (!value) return { diagnostics };
  return { trust: { paths, opened: opened.value, ...value, diagnostics }, diagnostics };
}

/** Opens the bundle, lets `change` work on it, and stores it when it then differs. One process at a time per bundle. */
export async function changeTrust(
  cluster: Cluster,
  session: Session,
  change: (trust: Trust) => Promise<{ bundle: Bundle; diagnostics: readonly Diagnostic[] }>,
): Promise<readonly Diagnostic[]> {
  const { tree, host, interrupted } = session.io;
  const { plain } = bundlePaths(session.profilePath, cluster.name);
  const working = { lock: `${plain}.lock`, subject: plain, doing: "is working with this bundle" };
  return whileLocked(tree, working, async () => {
    const { trust, diagnostics } = await openTrust(cluster, session);
    if (!trust) return diagnostics;
    const result = await change(trust);
    const differs = result.bundle !== trust.opened.bundle;
    if (differs && !interrupted()) await saveBundle(host, trust.paths, trust.opened, result.bundle);
    return result.diagnostics;
  });
}

/** The bundle that a build or a kubeconfig works with, stored first when it had to be made or extended. */
export async function ensureTrust(
  cluster: Cluster,
  session: Session,
): Promise<{ bundle: Bundle | undefined; diagnostics: readonly Diagnostic[] }> {
  let bundle: Bundle | undefined;
  const diagnostics = await changeTrust(cluster, session, async (trust) => {
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
  const { trust, diagnostics } = await openTrust(cluster, session);
  if (!trust?.changed) return { bundle: usable(trust?.bundle, diagnostics), diagnostics };
  return { bundle: undefined, diagnostics: [drifted(trust.paths.plain)] };
}

const usable = (bundle: Bundle | undefined, diagnostics: readonly Diagnostic[]) =>
  diagnostics.some(({ severity }) => severity === "error") ? undefined : bundle;

const drifted = (path: string) =>
  fault("drift", "the bundle lacks what this profile needs", {
    subject: path,
    notes: ["run edgegen build without --check"],
  });
