import type { Host } from "../host/host.ts";
import type { Bundle } from "../model/bundle.ts";
import type { Result } from "../model/diagnostic.ts";
import { fault } from "../model/fault.ts";
import { readIdentity } from "./identity.ts";
import { printBundle } from "./print.ts";
import { readBundle } from "./read.ts";
import { openSealed, sealBundle } from "./seal.ts";
import { readSecretFile, whileReading } from "./secret-file.ts";

/** Where the bundle of a cluster lies: in the clear, or sealed with age. */
export interface BundlePaths {
  readonly plain: string;
  readonly sealed: string;
}

export interface Opened {
  /** Undefined: there is none yet. */
  readonly bundle: Bundle | undefined;
  readonly sealed: boolean;
  /** For whom a sealed bundle is sealed again when something is added. */
  readonly recipients: readonly string[];
}

export function bundlePaths(profilePath: string, cluster: string): BundlePaths {
  const folder = profilePath.slice(0, profilePath.lastIndexOf("/") + 1);
  return { plain: `${folder}${cluster}.secrets.yaml`, sealed: `${folder}${cluster}.secrets.yaml.age` };
}

/** Reads the bundle, whichever form it is in. `identity` is the path of an age identity file. Never writes. */
export function openBundle(host: Host, paths: BundlePaths, identity: string | undefined): Promise<Result<Opened>> {
  return whileReading(async () => {
    const plain = await host.stat(paths.plain);
    const sealed = await host.stat(paths.sealed);
    if (plain && sealed) return { diagnostics: [both(paths)] };
    if (sealed) return openSealedFile(host, paths.sealed, identity);
    // Nothing is to be opened by it; but whoever names a file that is not there relies on it.
    const own = identity === undefined ? undefined : await readIdentity(host, identity);
    if (own && !own.value) return { diagnostics: own.diagnostics };
    if (plain) return openPlainFile(host, paths.plain);
    return { value: { bundle: undefined, sealed: false, recipients: [] }, diagnostics: [] };
  });
}

async function openPlainFile(host: Host, path: string): Promise<Result<Opened>> {
  const text = await readSecretFile(host, { path, what: "a trust bundle" });
  if (text.value === undefined) return { diagnostics: text.diagnostics };
  const read = readBundle(text.value, path);
  if (!read.value) return { diagnostics: read.diagnostics };
  return { value: { bundle: read.value, sealed: false, recipients: [] }, diagnostics: read.diagnostics };
}

async function openSealedFile(host: Host, path: string, identity: string | undefined): Promise<Result<Opened>> {
  const sealed = await readSecretFile(host, { path, what: "a sealed trust bundle" });
  if (sealed.value === undefined) return { diagnostics: sealed.diagnostics };
  if (identity === undefined) return { diagnostics: [needsIdentity(path)] };
  const own = await readIdentity(host, identity);
  if (!own.value) return { diagnostics: own.diagnostics };
  const text = await openSealed(sealed.value, own.value.text);
  if (text.value === undefined) return { diagnostics: text.diagnostics.map((d) => ({ ...d, subject: path })) };
  const read = readBundle(text.value, path);
  if (!read.value) return { diagnostics: read.diagnostics };
  const stored = read.value.recipients;
  const recipients = stored.length > 0 ? stored : own.value.recipients;
  return { value: { bundle: read.value, sealed: true, recipients }, diagnostics: read.diagnostics };
}

/**
 * Writes the bundle in the form that `opened` had. A first bundle never replaces a file that appeared in the meantime. Git is told
 * first: on a disk that is nearly full the bundle must not be the last thing that fitted.
 */
export async function saveBundle(host: Host, paths: BundlePaths, opened: Opened, bundle: Bundle): Promise<void> {
  await keepOutOfGit(host, paths);
  if (opened.sealed)
    await host.writeAtomic(paths.sealed, await sealBundle(printBundle(bundle), opened.recipients), 0o600);
  else await host.writeAtomic(paths.plain, printBundle(bundle), 0o600, opened.bundle === undefined);
}

/** Secrets do not belong in a repository: the .gitignore of the folder that holds a bundle names them, whoever began it. */
export async function keepOutOfGit(host: Host, paths: BundlePaths): Promise<void> {
  const path = `${paths.plain.slice(0, paths.plain.lastIndexOf("/") + 1)}.gitignore`;
  const found = await host.stat(path);
  const old = found ? await host.readText(path) : "";
  if (/^\*\.secrets\.yaml$/m.test(old)) return;
  const gap = old === "" || old.endsWith("\n") ? "" : "\n";
  const rule = "# Trust bundles hold every secret of a cluster.\n*.secrets.yaml\n";
  await host.writeAtomic(path, old + gap + rule, found?.mode ?? 0o644);
}

const both = ({ plain, sealed }: BundlePaths) =>
  fault("bundle-damaged", `there is also ${sealed}: two bundles for one cluster`, {
    subject: plain,
    notes: ["keep the right one, move the other away"],
  });

const needsIdentity = (path: string) =>
  fault("bundle-sealed", "the bundle is sealed with age", {
    subject: path,
    notes: ["name the identity that opens it: --identity FILE"],
  });
