import type { Bundle } from "../../model/bundle.ts";
import type { Cluster } from "../../model/cluster.ts";
import type { Diagnostic } from "../../model/diagnostic.ts";
import { fault } from "../../model/fault.ts";
import { type Rotation, rotate } from "../../trust/rotate.ts";
import { secretNames } from "../../trust/secret-references.ts";
import { bundlePaths, keepOutOfGit, openBundle } from "../../trust/store.ts";
import { checkSecretName, checkSecretValue, longestSecret, setUserSecret } from "../../trust/user-secrets.ts";
import type { RotateOptions } from "../commands/secrets.ts";
import type { Io } from "../io.ts";
import type { ProfileOptions } from "../profile-verb.ts";
import { type Session, withCluster } from "../session.ts";
import { changeTrust, ensureTrust, noBundle } from "../trust.ts";

/**
 * Makes the bundle, or adds what the profile has come to need; a bundle that has everything stays as it is. A secret of the user's own
 * can only be set once there is a bundle, so that one is unset is no failure here.
 */
export function initVerb(io: Io, options: ProfileOptions): Promise<number> {
  return withCluster(io, options, async (cluster, session) => {
    const trust = await ensureTrust(cluster, session, "make");
    const diagnostics = trust.diagnostics.map((found) => (isToBeSet(found) ? asWarning(found) : found));
    if (diagnostics.some(isError)) return diagnostics;
    const paths = bundlePaths(session.profilePath, cluster.name);
    await keepOutOfGit(io.host, paths);
    io.out(`${(await io.host.stat(paths.sealed)) ? paths.sealed : paths.plain}\n`);
    return diagnostics;
  });
}

const isToBeSet = ({ code }: Diagnostic) => code === "secret-missing" || code === "secret-unfit";
const asWarning = (diagnostic: Diagnostic): Diagnostic => ({ ...diagnostic, severity: "warning" });
const isError = ({ severity }: Diagnostic) => severity === "error";

/** Without a name what there is, never a value; with one that value alone, for a pipe. */
export function showVerb(io: Io, options: ProfileOptions, name: string | undefined): Promise<number> {
  return withCluster(io, options, async (cluster, session) => {
    const { bundle, diagnostics } = await openOnly(cluster, session);
    if (!bundle) return diagnostics;
    if (name === undefined) io.out(inventory(bundle));
    const value = name === undefined ? "" : named(bundle).get(name);
    if (value === undefined) return [...diagnostics, noSecret(name ?? "", bundle)];
    if (name !== undefined) io.out(`${value}\n`);
    return diagnostics;
  });
}

async function openOnly(cluster: Cluster, session: Session) {
  const paths = bundlePaths(session.profilePath, cluster.name);
  const { value, diagnostics } = await openBundle(session.io.host, paths, session.options.identity);
  const missing = value && !value.bundle ? [noBundle(session, cluster)] : [];
  return { bundle: value?.bundle, diagnostics: [...diagnostics, ...missing] };
}

function named(bundle: Bundle): ReadonlyMap<string, string> {
  return new Map([
    ["server-token", bundle.k3s.serverSecret],
    ["agent-token", bundle.k3s.agentSecret],
    ...(bundle.rancher ? [["rancher-bootstrap-password", bundle.rancher.bootstrapPassword] as const] : []),
    ...bundle.userSecrets,
  ]);
}

function inventory(bundle: Bundle): string {
  const created = new Date(bundle.created * 1000).toISOString().slice(0, 10);
  return [
    `cluster      ${bundle.cluster}, bundle of ${created}`,
    `nodes        ${bundle.nodes.size} (K3s node password, SSH host key)`,
    `authorities  root, intermediate, server, client, request-header, etcd-server, etcd-peer${bundle.rancher ? ", rancher" : ""}`,
    `secrets      ${[...named(bundle).keys()].join(", ")}`,
    `SSH          ${bundle.operatorSsh ? "key pair made here" : "keys listed in the profile"}`,
    "",
  ].join("\n");
}

/**
 * The value is typed unseen or comes from standard input, so that it stands in no argument list and no shell history. What else is
 * wrong with the bundle is for a build to say.
 */
export function setVerb(io: Io, options: ProfileOptions, name: string): Promise<number> {
  return withCluster(io, options, async (cluster, session) => {
    const misnamed = checkSecretName(name);
    if (misnamed.length > 0) return misnamed;
    const value = await askedFor(io, name);
    if (value === undefined) return [givenUp(name)];
    const unusable = checkSecretValue(cluster, name, value);
    if (unusable.length > 0) return unusable;
    let stored = "";
    let stillUnset: readonly string[] = [];
    const diagnostics = await changeTrust(cluster, session, "make", async ({ bundle, diagnostics, opened, paths }) => {
      stored = `${name}: stored in ${opened.sealed ? paths.sealed : paths.plain}\n`;
      stillUnset = secretNames(cluster).filter((each) => !bundle.userSecrets.has(each));
      return {
        bundle: setUserSecret(bundle, name, value),
        diagnostics: diagnostics.filter((found) => !isError(found)),
      };
    });
    if (diagnostics.some(isError)) return diagnostics;
    io.out(stored);
    return [...diagnostics, ...notNamed(cluster, name, stillUnset)];
  });
}

/** A slip in the name, where the profile still waits for one. */
function notNamed(cluster: Cluster, name: string, unset: readonly string[]): readonly Diagnostic[] {
  if (unset.length === 0 || secretNames(cluster).includes(name)) return [];
  const notes = [
    `edgegen secrets set ${unset[0]} --profile NAME stores ${unset.length > 1 ? "the first of them" : "it"}`,
  ];
  const message = `the profile names no secret "${name}"; it waits for ${unset.map((each) => `"${each}"`).join(", ")}`;
  return [asWarning(fault("unknown-secret", message, { notes }))];
}

/** One line end is an editor's or an echo's. Undefined: the user gave up. */
async function askedFor(io: Io, name: string): Promise<string | undefined> {
  if (io.ask) return io.ask(`value of ${name}: `);
  return (await io.stdin(longestSecret + "\r\n".length)).replace(/\r?\n$/, "");
}

/** What was done is said when it is stored. */
export function rotateVerb(io: Io, options: RotateOptions): Promise<number> {
  return withCluster(io, options, async (cluster, session) => {
    let said = "";
    const diagnostics = await changeTrust(cluster, session, noBundle(session, cluster), async (trust) => {
      const done = await rotate(trust.bundle, cluster, options.what, io.entropy);
      said = rotated(options.what, done, done.bundle !== trust.bundle);
      const rest = trust.diagnostics.filter(({ code }) => code !== "certificate-outdated");
      return { bundle: done.bundle, diagnostics: rest };
    });
    if (!diagnostics.some(isError)) io.out(said);
    return diagnostics;
  });
}

function rotated(what: string, { applyAgain, notes }: Rotation, changed: boolean): string {
  const head = changed ? [`rotated: ${what}`] : [];
  const cards =
    applyAgain.length > 0 ? [`cards to apply again: ${applyAgain.join(", ")} (edgegen build writes them)`] : [];
  return [...head, ...cards, ...notes, ""].join("\n");
}

const noSecret = (name: string, bundle: Bundle) =>
  fault("unknown-secret", `the bundle holds no secret "${name}"`, {
    notes: [`secrets: ${[...named(bundle).keys()].join(", ")}`],
  });

const givenUp = (name: string) =>
  fault("interrupted", `interrupted; "${name}" was not stored`, { notes: ["run the same command again"] });
