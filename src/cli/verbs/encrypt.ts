import type { Cluster } from "../../model/cluster.ts";
import type { Diagnostic, Result } from "../../model/diagnostic.ts";
import { readIdentity } from "../../trust/identity.ts";
import { printBundle } from "../../trust/print.ts";
import { checkRecipients, sealBundle } from "../../trust/seal.ts";
import { bundlePaths, openBundle } from "../../trust/store.ts";
import type { EncryptOptions } from "../commands/secrets.ts";
import type { Io } from "../io.ts";
import { whileLocked } from "../lock.ts";
import { type Session, withCluster } from "../session.ts";
import { bundleLock, noBundle } from "../trust.ts";

/**
 * Turns the bundle into its sealed form and removes the clear one, in this order: a run cut in between leaves both, and the next
 * command says so. Recipients are kept inside, so that a later build can seal it again for the same people.
 */
export function encryptVerb(io: Io, options: EncryptOptions): Promise<number> {
  return withCluster(io, options, async (cluster, session) => {
    const recipients = await recipientsFor(io, options);
    if (!recipients.value) return recipients.diagnostics;
    const { value } = recipients;
    const { plain } = bundlePaths(session.profilePath, cluster.name);
    return whileLocked(io.tree, bundleLock(plain), () => encrypt(io, cluster, session, value));
  });
}

async function recipientsFor(io: Io, { recipient, identity }: EncryptOptions): Promise<Result<readonly string[]>> {
  const own = identity === undefined ? undefined : await readIdentity(io.host, identity);
  if (own && !own.value) return { diagnostics: own.diagnostics };
  const all = [...new Set([...recipient, ...(own?.value?.recipients ?? [])])].sort();
  const faults = await checkRecipients(all);
  return faults.length > 0 ? { diagnostics: faults } : { value: all, diagnostics: [] };
}

async function encrypt(
  io: Io,
  cluster: Cluster,
  session: Session,
  recipients: readonly string[],
): Promise<readonly Diagnostic[]> {
  const paths = bundlePaths(session.profilePath, cluster.name);
  const { value, diagnostics } = await openBundle(io.host, paths, session.options.identity);
  if (!value?.bundle) return diagnostics.length > 0 ? diagnostics : [noBundle(session, cluster)];
  const sealed = await sealBundle(printBundle({ ...value.bundle, recipients }), recipients);
  await io.host.writeAtomic(paths.sealed, sealed, 0o600, !value.sealed);
  if (!value.sealed) await io.host.remove(paths.plain);
  io.out(`${paths.sealed}\n`);
  return diagnostics;
}
