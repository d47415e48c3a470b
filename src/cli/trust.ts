import { manifestName, readManifest } from "../emit/manifest.ts";
import type { Bundle } from "../model/bundle.ts";
import type { Cluster } from "../model/cluster.ts";
import type { Diagnostic, Result } from "../model/diagnostic.ts";
import { fault } from "../model/fault.ts";
import { provision } from "../trust/provision.ts";
import { type Built, refuseBundle } from "../trust/refuse-bundle.ts";
import { type BundlePaths, bundlePaths, type Opened, openBundle, saveBundle } from "../trust/store.ts";
import { type Locked, whileLocked } from "./lock.ts";
import type { ProfileOptions } from "./profile-verb.ts";
import type { Session } from "./session.ts";

/** The bundle as a verb gets it: opened, and complete for the profile. */
export interface Trust {
  readonly paths: BundlePaths;
  readonly opened: Opened;
  readonly bundle: Bundle;
  /** It has something that the file lacks. */
  readonly changed: boolean;
  /** What that is, in words. */
  readonly added: readonly string[];
  readonly diagnostics: readonly Diagnostic[];
}

/** What to do when there is no bundle: make one, unless the cluster was built before; or refuse for a reason. */
export type Absent = "make" | Diagnostic;

/** What only one process at a time may do with a bundle. */
export const bundleLock = (path: string): Locked => ({
  lock: `${path}.lock`,
  subject: path,
  doing: "is working with this bundle",
});

/** Opens the bundle, unless this is not one to work with. */
async function openTrust(cluster: Cluster, session: Session, absent: Absent): Promise<Result<Opened>> {
  const paths = bundlePaths(session.profilePath, cluster.name);
  const found = await openBundle(session.io.host, paths, session.options.identity);
  if (!found.value) return found;
  const refused = refusal(cluster, session, absent, found.value.bundle);
  return refused ? { diagnostics: [refused] } : found;
}

function refusal(cluster: Cluster, session: Session, absent: Absent, bundle: Bundle | undefined) {
  const { plain } = bundlePaths(session.profilePath, cluster.name);
  // The repository's own test bundle serves every golden case.
  if (bundle && !bundle.test && bundle.cluster !== cluster.name) return another(plain, bundle);
  if (absent !== "make") return bundle ? undefined : absent;
  return refuseBundle(plain, bundle, builtTree(cluster, session));
}

/** Verbs that know no --out look where a build writes by itself. */
function builtTree(cluster: Cluster, { io: { tree }, options }: Session): Built | undefined {
  const { out = "out" }: ProfileOptions & { readonly out?: string } = options;
  const target = `${out.replace(/\/+$/, "")}/${cluster.name}`;
  if (!tree.exists(target) || tree.list(target).length === 0) return undefined;
  return { target, trust: readManifest(tree.read(`${target}/${manifestName}`))?.trust };
}

/** Makes what the bundle lacks, in memory. */
async function completeTrust(cluster: Cluster, session: Session, opened: Opened): Promise<Result<Trust>> {
  const { value, diagnostics } = await provision(cluster, opened.bundle, session.io.entropy);
  const paths = bundlePaths(session.profilePath, cluster.name);
  return value ? { value: { paths, opened, ...value, diagnostics }, diagnostics } : { diagnostics };
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
  return whileLocked(tree, bundleLock(plain), async () => {
    const opened = await openTrust(cluster, session, absent);
    if (!opened.value) return opened.diagnostics;
    const { value: trust, diagnostics } = await completeTrust(cluster, session, opened.value);
    if (!trust) return diagnostics;
    const result = await change(trust);
    if (interrupted()) return [...result.diagnostics.filter(({ severity }) => severity !== "info"), cut(plain)];
    if (result.bundle !== trust.opened.bundle) await saveBundle(host, trust.paths, trust.opened, result.bundle);
    return result.diagnostics;
  });
}

/**
 * The bundle that a build or a kubeconfig works with, stored first when it had to be made or extended. One that has everything is only
 * read: its folder may be read-only, and nobody has to wait for anybody.
 */
export async function ensureTrust(
  cluster: Cluster,
  session: Session,
  absent: Absent,
): Promise<{ bundle: Bundle | undefined; diagnostics: readonly Diagnostic[] }> {
  const opened = await openTrust(cluster, session, absent);
  if (!opened.value) return { bundle: undefined, diagnostics: opened.diagnostics };
  const whole = opened.value.bundle && (await completeTrust(cluster, session, opened.value));
  if (whole?.value?.changed === false && !session.io.interrupted())
    return { bundle: usable(whole.value.bundle, whole.diagnostics), diagnostics: whole.diagnostics };
  let bundle: Bundle | undefined;
  const diagnostics = await changeTrust(cluster, session, absent, async (trust) => {
    bundle = trust.bundle;
    return trust;
  });
  return { bundle: usable(bundle, diagnostics), diagnostics };
}

/** The bundle that a build would work with, made or extended in memory alone. */
export async function previewTrust(
  cluster: Cluster,
  session: Session,
): Promise<{ trust: Trust | undefined; diagnostics: readonly Diagnostic[] }> {
  const opened = await openTrust(cluster, session, "make");
  if (!opened.value) return { trust: undefined, diagnostics: opened.diagnostics };
  const { value, diagnostics } = await completeTrust(cluster, session, opened.value);
  return { trust: value, diagnostics };
}

/** The same where a bundle that would have to change is drift. The rest is compared all the same: one cause must not hide another. */
export async function readTrust(
  cluster: Cluster,
  session: Session,
): Promise<{ bundle: Bundle | undefined; diagnostics: readonly Diagnostic[] }> {
  const { trust, diagnostics } = await previewTrust(cluster, session);
  const bundle = usable(trust?.bundle, diagnostics);
  if (!trust?.changed) return { bundle, diagnostics };
  const faults = diagnostics.filter(({ severity }) => severity !== "info");
  return { bundle, diagnostics: [drifted(trust), ...faults] };
}

const usable = (bundle: Bundle | undefined, diagnostics: readonly Diagnostic[]) =>
  diagnostics.some(({ severity }) => severity === "error") ? undefined : bundle;

export const noBundle = (session: Session, cluster: Cluster) =>
  fault("bundle-missing", "there is no bundle of this cluster", {
    subject: bundlePaths(session.profilePath, cluster.name).plain,
    notes: ["restore it from a backup; for a new cluster, edgegen build makes one"],
  });

const another = (path: string, bundle: Bundle) =>
  fault("bundle-of-another", `this is the bundle of cluster ${bundle.cluster}`, {
    subject: path,
    notes: ["each cluster has its own: move this one away, or name the cluster so in the profile"],
  });

const cut = (path: string) =>
  fault("interrupted", "interrupted; nothing was changed", { subject: path, notes: ["run the same command again"] });

function drifted({ paths, opened, added }: Trust): Diagnostic {
  if (opened.bundle === undefined)
    return fault("drift", "there is no bundle yet", {
      subject: paths.plain,
      notes: ["edgegen build makes it; if this cluster was built before, restore its bundle first"],
    });
  return fault("drift", `the bundle has to be extended by ${added.join("; ")}`, {
    subject: opened.sealed ? paths.sealed : paths.plain,
    notes: ["edgegen build does that, and keeps what is in it"],
  });
}
