import type { Cluster } from "../model/cluster.ts";
import type { Path } from "../model/tree.ts";
import { distinct, nodesWith, runsK3s } from "./rule.ts";

interface FreeText {
  readonly path: Path;
  readonly text: string;
}

const found = new WeakMap<Cluster, readonly FreeText[]>();

/** Where any text may stand, so that no form tells what is meant: the name of a network, passwords, what is passed on to K3s. */
export function freeTexts(cluster: Cluster): readonly FreeText[] {
  const known = found.get(cluster) ?? gather(cluster);
  found.set(cluster, known);
  return known;
}

function gather(cluster: Cluster): readonly FreeText[] {
  const nodes = nodesWith(cluster, "role").filter(runsK3s);
  const passedOn = (key: "config" | "registries") =>
    distinct(nodes, (node) => node.k3s[key]).flatMap(({ node, index }) =>
      textsIn(node.k3s[key], ["nodes", index, "k3s", key]),
    );
  const { ssid, password } = cluster.network.wifi ?? {};
  return [
    ...textsIn(ssid, ["network", "wifi", "ssid"]),
    ...textsIn(password, ["network", "wifi", "password"]),
    ...passedOn("config"),
    ...passedOn("registries"),
  ];
}

function textsIn(value: unknown, path: Path): readonly FreeText[] {
  if (typeof value === "string") return [{ path, text: value }];
  if (Array.isArray(value)) return value.flatMap((item, index) => textsIn(item, [...path, index]));
  if (typeof value !== "object" || value === null) return [];
  return Object.entries(value).flatMap(([key, inner]) => textsIn(inner, [...path, key]));
}
