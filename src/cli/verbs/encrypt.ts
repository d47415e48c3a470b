import type { Cluster } from "../../model/cluster.ts";
import type { Diagnostic } from "../../model/diagnostic.ts";
import { fault } from "../../model/fault.ts";
import { printBundle } from "../../trust/print.ts";
import { checkRecipients, recipientsOf, sealBundle } from "../../trust/seal.ts";
import { bundlePaths, openBundle } from "../../trust/store.ts";
import type { EncryptOptions } from "../cli.ts";
import type { Io } from "../io.ts";
import { type Session, withCluster } from "../session.ts";

/**
 * Turns the bundle into its sealed form and removes the clear one, in this order: a run cut in between leaves both, and the next
 * command says so. Recipients are kept inside, so that a later build can seal it again for the same people.
 */
export function encryptVerb(io: Io, options: EncryptOptions): Promise<number> {
  return withCluster(io, options, async (cluster, session) => {
    const recipients = await recipientsFor(io, options);
    const faults = await checkRecipients(recipients);
    return faults.length > 0 ? faults : encrypt(io, cluster, session, recipients);
  });
}

async function recipientsFor(io: Io, { recipient, identity }: EncryptOptions): Promise<readonly string[]> {
  const own = identity === undefined ? [] : await recipientsOf(await io.host.readText(identity));
  return [...new Set([...recipient, ...own])].sort();
}

async function encrypt(
  io: Io,
  cluster: Cluster,
  session: Session,
  recipients: readonly string[],
): Promise<readonly Diagnostic[]> {
  const paths = bundlePaths(session.profilePath, cluster.name);
  const { value, diagnostics } = await openBundle(io.host, paths, session.options.identity);
  if (!value?.bundle) return diagnostics.length > 0 ? diagnostics : [noBundle(paths.plain)];
  const sealed = await sealBundle(printBundle({ ...value.bundle, recipients }), recipients);
  await io.host.writeAtomic(paths.sealed, sealed, 0o600, !value.sealed);
  if (!value.sealed) await io.host.remove(paths.plain);
  io.out(`${paths.sealed}\n`);
  return diagnostics;
}

const noBundle = (path: string) =>
  fault("file-unreadable", "there is no bundle to seal", { subject: path, notes: ["edgegen secrets init makes it"] });
