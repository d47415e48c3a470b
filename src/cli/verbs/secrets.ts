import type { Bundle } from "../../model/bundle.ts";
import type { Cluster } from "../../model/cluster.ts";
import { fault } from "../../model/fault.ts";
import { type Rotation, rotate } from "../../trust/rotate.ts";
import { bundlePaths, openBundle } from "../../trust/store.ts";
import { setUserSecret } from "../../trust/user-secrets.ts";
import type { ProfileOptions, RotateOptions } from "../cli.ts";
import type { Io } from "../io.ts";
import { type Session, withCluster } from "../session.ts";
import { changeTrust, ensureTrust, noBundle } from "../trust.ts";

/** Makes the bundle, or adds what the profile has come to need; a bundle that has everything stays as it is. */
export function initVerb(io: Io, options: ProfileOptions): Promise<number> {
  return withCluster(io, options, async (cluster, session) => {
    const { bundle, diagnostics } = await ensureTrust(cluster, session, "make");
    const { plain, sealed } = bundlePaths(session.profilePath, cluster.name);
    if (bundle) io.out(`${bundle.recipients.length > 0 ? sealed : plain}\n`);
    return diagnostics;
  });
}

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

/** The value comes from standard input, so that it stands in no argument list and no shell history. */
export function setVerb(io: Io, options: ProfileOptions, name: string): Promise<number> {
  return withCluster(io, options, async (cluster, session) => {
    if (reserved.includes(name)) return [reservedName(name)];
    if (!/^[a-z0-9](?:[a-z0-9_-]{0,62}[a-z0-9])?$/.test(name)) return [badSecretName(name)];
    const value = (await io.stdin()).replace(/\r?\n$/, "");
    if (value === "") return [emptySecret(name)];
    if (/\p{Cc}/u.test(value)) return [notOneLine(name)];
    return changeTrust(cluster, session, "make", async ({ bundle, diagnostics }) => ({
      bundle: setUserSecret(bundle, name, value),
      diagnostics: diagnostics.filter(({ code }) => code !== "secret-missing" && code !== "secret-unfit"),
    }));
  });
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
    if (!diagnostics.some(({ severity }) => severity === "error")) io.out(said);
    return diagnostics;
  });
}

function rotated(what: string, { applyAgain, notes }: Rotation, changed: boolean): string {
  const head = changed ? [`rotated: ${what}`] : [];
  const cards =
    applyAgain.length > 0 ? [`cards to apply again: ${applyAgain.join(", ")} (edgegen build writes them)`] : [];
  return [...head, ...cards, ...notes, ""].join("\n");
}

const reserved = ["server-token", "agent-token", "rancher-bootstrap-password"];

const reservedName = (name: string) =>
  fault("unknown-secret", `"${name}" is edgegen's own secret`, { notes: ["take another name for yours"] });

const notOneLine = (name: string) =>
  fault("unknown-secret", `the value for "${name}" is more than one line of text`, {
    notes: ["line breaks and control characters cannot stand in the files that secrets go to"],
  });

const noSecret = (name: string, bundle: Bundle) =>
  fault("unknown-secret", `the bundle holds no secret "${name}"`, {
    notes: [`secrets: ${[...named(bundle).keys()].join(", ")}`],
  });

const badSecretName = (name: string) =>
  fault("unknown-secret", `"${name}" is not a name for a secret`, {
    notes: ["lower-case letters, digits, _ and -, at most 64"],
  });

const emptySecret = (name: string) =>
  fault("unknown-secret", `no value for "${name}": standard input was empty`, {
    notes: [`for example: edgegen secrets set ${name} --profile NAME < password.txt`],
  });
