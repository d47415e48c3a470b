import type { Cluster, SecretRef } from "../model/cluster.ts";
import type { Diagnostic } from "../model/diagnostic.ts";
import { fault } from "../model/fault.ts";
import type { Span } from "../model/span.ts";
import type { Path } from "../model/tree.ts";
import { wifiPassword } from "../schema/os-forms.ts";

/** A `{secret: NAME}` and where in the Cluster it stands. */
interface Reference {
  readonly name: string;
  readonly path: Path;
}

/** The user's own secrets that the profile wants and the bundle lacks, each at the place that wants it. */
export function checkSecretReferences(cluster: Cluster, stored: ReadonlyMap<string, string>): readonly Diagnostic[] {
  const faults = references(cluster)
    .filter(({ name }) => !stored.has(name))
    .map(({ name, path }) => missing(name, cluster.origin(path).span));
  return [...faults, ...checkWifiSecret(cluster, stored)];
}

/** Those that the profile names, each once. */
export const secretNames = (cluster: Cluster): readonly string[] => [
  ...new Set(references(cluster).map(({ name }) => name)),
];

/** A stored Wi-Fi password must be what one in the profile would have to be: a radio that never connects says nothing. */
export function checkWifiSecret(
  cluster: Cluster,
  stored: ReadonlyMap<string, string>,
  remedy = (name: string) => `edgegen secrets set ${name} --profile NAME replaces it`,
): readonly Diagnostic[] {
  const password = cluster.network.wifi?.password;
  const value = typeof password === "object" ? stored.get(password.secret) : undefined;
  if (typeof password !== "object" || value === undefined || wifiPassword.pattern?.test(value)) return [];
  const { span } = cluster.origin(["network", "wifi", "password"]);
  const notes = [`expected: ${wifiPassword.expected}`, remedy(password.secret)];
  return [fault("secret-unfit", `the secret "${password.secret}" is not ${wifiPassword.what}`, { span, notes })];
}

function missing(name: string, span: Span | undefined): Diagnostic {
  const notes = [`edgegen secrets set ${name} --profile NAME asks for it, or reads it from a pipe`];
  return fault("secret-missing", `the secret "${name}" is not in the trust bundle`, { span, notes });
}

/** Nodes that share their registries share the object: it is walked once. */
function references(cluster: Cluster): readonly Reference[] {
  const seen = new Set<unknown>();
  const inRegistries = cluster.nodes.flatMap(({ k3s: { registries } }, index) => {
    if (seen.has(registries)) return [];
    seen.add(registries);
    return within(registries, ["nodes", index, "k3s", "registries"]);
  });
  return [...within(cluster.network.wifi?.password, ["network", "wifi", "password"]), ...inRegistries];
}

function within(value: unknown, path: Path): readonly Reference[] {
  if (typeof value !== "object" || value === null) return [];
  if (isReference(value)) return [{ name: value.secret, path }];
  return Object.entries(value).flatMap(([key, item]) =>
    within(item, [...path, Array.isArray(value) ? Number(key) : key]),
  );
}

function isReference(value: object): value is SecretRef {
  const keys = Object.keys(value);
  return keys.length === 1 && keys[0] === "secret" && typeof (value as SecretRef).secret === "string";
}
