import type { Bundle, NodeTrust } from "../model/bundle.ts";
import type { Cluster } from "../model/cluster.ts";
import type { Diagnostic, Result } from "../model/diagnostic.ts";
import { fault } from "../model/fault.ts";
import type { Entropy } from "./entropy.ts";
import { checkRancherCertificate, rancherNames } from "./rancher-names.ts";
import { checkSecretReferences } from "./secret-references.ts";

export interface Provisioned {
  readonly bundle: Bundle;
  /** The bundle has to be written, whatever the diagnostics say: what was made is kept. */
  readonly changed: boolean;
  /** What an existing bundle got, or a new one was made with: `node dcn3`. */
  readonly added: readonly string[];
}

/** A part that the bundle lacks: what to call it, and the bundle with it. */
interface Addition {
  readonly what: string;
  readonly bundle: Bundle;
}

/**
 * Makes the trust of a cluster, or adds to an existing bundle what the profile has come to need. What is there is never changed:
 * where it no longer fits, that is an error. The libraries that make keys are loaded only when something is to be made.
 */
export async function provision(
  cluster: Cluster,
  existing: Bundle | undefined,
  entropy: Entropy,
): Promise<Result<Provisioned>> {
  let bundle = existing ?? (await newBundle(cluster, entropy));
  const added: string[] = [];
  for (const add of [addSshKey, addRancher, addNodes]) {
    const addition = await add(cluster, bundle, entropy);
    if (addition) bundle = addition.bundle;
    if (addition) added.push(addition.what);
  }
  const changed = !existing || added.length > 0;
  const news = changed ? [said(cluster, existing, added)] : [];
  const faults = [...checkSecretReferences(cluster, bundle.userSecrets), ...checkRancher(cluster, bundle)];
  return { value: { bundle, changed, added }, diagnostics: [...news, ...faults] };
}

async function newBundle(cluster: Cluster, entropy: Entropy): Promise<Bundle> {
  const { makeClusterTrust } = await import("./cluster-trust.ts");
  return makeClusterTrust(cluster.name, entropy);
}

async function addSshKey(cluster: Cluster, bundle: Bundle, entropy: Entropy): Promise<Addition | undefined> {
  if (bundle.operatorSsh || cluster.access.sshAuthorizedKeys.length > 0) return undefined;
  const { makeOperatorSsh } = await import("./operator-ssh.ts");
  const operatorSsh = makeOperatorSsh(cluster.name, entropy);
  return { what: "an SSH key pair for the operator", bundle: { ...bundle, operatorSsh } };
}

async function addRancher(cluster: Cluster, bundle: Bundle, entropy: Entropy): Promise<Addition | undefined> {
  const names = rancherNames(cluster);
  if (bundle.rancher || !names) return undefined;
  const { makeRancherTrust } = await import("./rancher-trust.ts");
  const rancher = await makeRancherTrust({ cluster: cluster.name, created: bundle.created, entropy }, names);
  return { what: "Rancher's CA, certificate, password and tokens", bundle: { ...bundle, rancher } };
}

async function addNodes(cluster: Cluster, bundle: Bundle, entropy: Entropy): Promise<Addition | undefined> {
  const names = cluster.nodes.map(({ name }) => name).filter((name) => !bundle.nodes.has(name));
  if (names.length === 0) return undefined;
  const { makeNodeTrust } = await import("./node-trust.ts");
  const made = names.map((name): [string, NodeTrust] => [name, makeNodeTrust(entropy)]);
  return { what: listed(names), bundle: { ...bundle, nodes: new Map([...bundle.nodes, ...made]) } };
}

function listed(names: readonly string[]): string {
  if (names.length === 1) return `node ${names[0]}`;
  return `${names.length} nodes: ${names.length > 4 ? `${names[0]} ... ${names.at(-1)}` : names.join(", ")}`;
}

function said(cluster: Cluster, existing: Bundle | undefined, added: readonly string[]): Diagnostic {
  const what = added.join("; ");
  if (existing) return fault("bundle-extended", `the trust bundle of ${cluster.name} was extended by ${what}`);
  const notes = ["keep a backup of it in a safe place: a card made from another bundle is a stranger to this cluster"];
  return fault("bundle-created", `the trust bundle of ${cluster.name} was made, with ${what}`, { notes });
}

function checkRancher(cluster: Cluster, bundle: Bundle): readonly Diagnostic[] {
  return bundle.rancher ? checkRancherCertificate(cluster, bundle.rancher) : [];
}
