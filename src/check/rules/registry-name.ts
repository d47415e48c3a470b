import type { Cluster } from "../../model/cluster.ts";
import type { Diagnostic } from "../../model/diagnostic.ts";
import { fault } from "../../model/fault.ts";
import { distinct, keySpanOf, nodesWith, type Placed, type Rule, runsK3s } from "../rule.ts";

/** A registry as the name of an image has it, with its port: https://docs.k3s.io/installation/private-registry. */
const name = /^(?:\*|[A-Za-z0-9.-]+(?::\d{1,5})?|\[[0-9A-Fa-f:]+\](?::\d{1,5})?)$/;

/** No image is called `https://docker.io/nginx`: what stands behind such a key is never used. */
export const registryName: Rule = (cluster) =>
  distinct(nodesWith(cluster, "role").filter(runsK3s), (node) => node.k3s.registries).flatMap((placed) => [
    ...(["mirrors", "configs"] as const).flatMap((section) => noNames(cluster, placed, section)),
    ...otherPort(cluster, placed),
  ]);

function noNames(cluster: Cluster, { node, index }: Placed, section: "mirrors" | "configs"): readonly Diagnostic[] {
  return Object.keys(node.k3s.registries[section] ?? {}).flatMap((key) => {
    if (name.test(key)) return [];
    const span = keySpanOf(cluster, "nodes", index, "k3s", "registries", section, key);
    const mended = key.replace(/^[a-z]+:\/\//i, "").replace(/\/.*$/, "");
    const suggestion = span && mended !== key && name.test(mended) ? { span, text: mended } : undefined;
    const notes = [
      "expected: a host, perhaps with a port, as it begins the name of an image: docker.io, registry.lan:5000",
    ];
    const message = `${JSON.stringify(key)} is not the name of a registry, so no image is looked for there`;
    return [fault("registry-name", message, { span, notes, suggestion })];
  });
}

/** A login counts for the very host and port that an address has. */
function otherPort(cluster: Cluster, { node, index }: Placed): readonly Diagnostic[] {
  const mirrors = node.k3s.registries["mirrors"] ?? {};
  const configs = node.k3s.registries["configs"] ?? {};
  const hosts = [...Object.keys(mirrors), ...endpointsOf(mirrors).map(hostOf)];
  return Object.keys(configs).flatMap((key) => {
    const meant =
      hosts.includes(key) || !name.test(key) ? undefined : hosts.find((host) => withoutPort(host) === withoutPort(key));
    if (meant === undefined || Object.hasOwn(configs, meant)) return [];
    const span = keySpanOf(cluster, "nodes", index, "k3s", "registries", "configs", key);
    const suggestion = span && { span, text: JSON.stringify(meant) };
    const message = `this login is for ${key}, and the images come from ${meant}, for which there is none`;
    return [fault("registry-name", message, { span, suggestion })];
  });
}

const withoutPort = (host: string) => host.replace(/:\d+$/, "");

const hostOf = (endpoint: string) => /^(?:[a-z]+:\/\/)?(?:[^/@]*@)?([^/?#]*)/i.exec(endpoint)?.[1] ?? "";

function endpointsOf(mirrors: object): readonly string[] {
  return Object.values(mirrors).flatMap((mirror: { readonly endpoint?: readonly unknown[] } | null) =>
    (mirror?.endpoint ?? []).filter((each) => typeof each === "string"),
  );
}
