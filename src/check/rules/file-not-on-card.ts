import type { Cluster } from "../../model/cluster.ts";
import type { Diagnostic } from "../../model/diagnostic.ts";
import { fault } from "../../model/fault.ts";
import type { Path } from "../../model/tree.ts";
import { distinct, isKnown, nodesWith, type Placed, type Rule, runsK3s, spanOf } from "../rule.ts";

/** Flags of K3s that name a file which must be there already. */
const flags = new Set([
  ...[
    "resolv-conf",
    "datastore-cafile",
    "datastore-certfile",
    "datastore-keyfile",
    "etcd-s3-endpoint-ca",
    "flannel-conf",
  ],
  ...["flannel-cni-conf", "vpn-auth-file", "image-credential-provider-config", "image-credential-provider-bin-dir"],
]);

/** And those of the components, which stand in `kube-apiserver-arg` and its like: what the hardening guide of K3s wants to be written by hand. */
const argument =
  /^(?:audit-policy-file|admission-control-config-file|audit-webhook-config-file|authentication-config|authorization-config|egress-selector-config-file|encryption-provider-config|tracing-config-file|config|image-credential-provider-config|tls-cert-file|tls-private-key-file|oidc-ca-file)=(.+)$/;

/** Where the image, or K3s itself, has put something by then. */
const isThere =
  /^\/(?:usr|run|proc|sys|bin|lib|etc\/ssl|etc\/resolv\.conf|var\/lib\/rancher\/k3s\/server\/(?:tls|cred))(?:\/|$)/;

/** edgegen puts no files of the user's own onto a node, so K3s would end at a file that is not there, again and again. */
export const fileNotOnCard: Rule = (cluster) => {
  const nodes = nodesWith(cluster, "role").filter(runsK3s);
  return [
    ...distinct(nodes, (node) => node.k3s.config).flatMap((placed) => inConfig(cluster, placed)),
    ...distinct(nodes, (node) => node.k3s.registries).flatMap((placed) => inRegistries(cluster, placed)),
  ];
};

function inConfig(cluster: Cluster, { node, index }: Placed): readonly Diagnostic[] {
  const path = ["nodes", index, "k3s", "config"] as const;
  return Object.entries(node.k3s.config).flatMap(([key, value]) => {
    if (flags.has(key)) return named(cluster, value, [...path, key]);
    if (!key.replace(/\+$/, "").endsWith("-arg")) return [];
    const each = Array.isArray(value)
      ? value.map((item, at) => [item, [...path, key, at]] as const)
      : [[value, [...path, key]] as const];
    return each.flatMap(([item, place]) => named(cluster, argument.exec(String(item))?.[1], place));
  });
}

function inRegistries(cluster: Cluster, { node, index }: Placed): readonly Diagnostic[] {
  const configs = node.k3s.registries["configs"] as
    | Readonly<Record<string, { tls?: Readonly<Record<string, unknown>> }>>
    | undefined;
  return Object.entries(configs ?? {}).flatMap(([registry, config]) =>
    ["ca_file", "cert_file", "key_file"].flatMap((key) =>
      named(cluster, config?.tls?.[key], ["nodes", index, "k3s", "registries", "configs", registry, "tls", key]),
    ),
  );
}

function named(cluster: Cluster, value: unknown, path: Path): readonly Diagnostic[] {
  if (typeof value !== "string" || value === "" || isThere.test(value) || !isKnown(cluster, path)) return [];
  const notes = ["edgegen writes no files of your own onto a node: K3s fails until somebody puts it there"];
  return [fault("file-not-on-card", `nothing on the card is at ${value}`, { span: spanOf(cluster, ...path), notes })];
}
