import { typed } from "../../init/profile-text.ts";
import type { Cluster } from "../../model/cluster.ts";
import { looksPassword } from "../../model/secret-text.ts";
import { secretNames } from "../../trust/secret-references.ts";
import { bundlePaths, openBundle } from "../../trust/store.ts";
import type { Io } from "../io.ts";
import type { ProfileOptions } from "../profile-verb.ts";
import { type Session, withCluster } from "../session.ts";

/**
 * What is found is the result of this verb: for a program it goes to stdout, alone. A person gets it on stderr as from any verb, and
 * last the line that nothing more is wrong.
 */
export async function validateVerb(io: Io, options: ProfileOptions): Promise<number> {
  const forPerson = options.format === "pretty";
  let valid = "";
  const code = await withCluster(forPerson ? io : { ...io, err: io.out }, options, async (cluster, session) => {
    if (forPerson) valid = summary(cluster, session.profilePath) + next(await toBeSet(cluster, session), options);
    return [];
  });
  io.out(valid);
  return code;
}

function summary({ name, nodes }: Cluster, path: string): string {
  return `${path}: cluster ${name}, ${nodes.length} node${nodes.length === 1 ? "" : "s"}: valid\n`;
}

const next = (secrets: readonly string[], { profile }: ProfileOptions) =>
  secrets.map((name) => `Before a build: edgegen secrets set ${name} --profile ${typed(profile)}\n`).join("");

/** Secrets of the user's own that no bundle has yet, as far as that shows: a sealed one stays closed, one with a fault is a build's matter. */
async function toBeSet(cluster: Cluster, { io: { host }, profilePath }: Session): Promise<readonly string[]> {
  const names = secretNames(cluster).filter((name) => !looksPassword(name));
  const paths = bundlePaths(profilePath, cluster.name);
  if (names.length === 0 || (await host.stat(paths.sealed))) return [];
  const { value } = await openBundle(host, paths, undefined);
  return value ? names.filter((name) => !value.bundle?.userSecrets.has(name)) : [];
}
