import type { Cluster } from "../../model/cluster.ts";
import type { Diagnostic } from "../../model/diagnostic.ts";
import { fault } from "../../model/fault.ts";
import { isPlaceholder } from "../../model/placeholder.ts";
import type { Path } from "../../model/tree.ts";
import { distinct, isKnown, keySpanOf, nodesWith, type Rule, runsK3s } from "../rule.ts";

/** How a registry is logged in to: https://docs.k3s.io/installation/private-registry. */
const logins = ["password", "auth", "identity_token"];

/** A profile is copied, committed and mailed; what it names by `{secret: NAME}` stays in the bundle. */
export const passwordInProfile: Rule = (cluster) => [
  ...(isPassword(cluster.network.wifi?.password) ? report(cluster, ["network", "wifi", "password"], "wifi") : []),
  ...distinct(nodesWith(cluster, "role").filter(runsK3s), (node) => node.k3s.registries).flatMap(({ node, index }) =>
    loginsOf(node.k3s.registries["configs"]).flatMap((path) =>
      report(cluster, ["nodes", index, "k3s", "registries", "configs", ...path], "registry"),
    ),
  ),
];

function loginsOf(configs: unknown): readonly Path[] {
  return Object.entries(asMap(configs)).flatMap(([registry, config]) => {
    const auth = asMap(asMap(config)["auth"]);
    return logins.filter((key) => isPassword(auth[key])).map((key) => [registry, "auth", key]);
  });
}

/** What only waits to be filled in is told so, and is nobody's password. */
const isPassword = (value: unknown) => typeof value === "string" && !isPlaceholder(value);

const asMap = (value: unknown): Readonly<Record<string, unknown>> =>
  typeof value === "object" && value !== null ? (value as Record<string, unknown>) : {};

/** @param name a name for the secret that may stand there instead */
function report(cluster: Cluster, path: Path, name: string): readonly Diagnostic[] {
  if (!isKnown(cluster, path)) return [];
  const notes = [`write \`{secret: ${name}}\` here, and store it with \`edgegen secrets set ${name} --profile NAME\``];
  const message = "this password stands in the profile, for everybody who reads it";
  return [fault("password-in-profile", message, { span: keySpanOf(cluster, ...path), notes, secret: true })];
}
