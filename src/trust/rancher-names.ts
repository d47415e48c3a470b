import type { RancherTrust } from "../model/bundle.ts";
import type { Cluster } from "../model/cluster.ts";
import type { Diagnostic } from "../model/diagnostic.ts";
import { fault } from "../model/fault.ts";
import type { Span } from "../model/span.ts";
import { alternativeNames } from "./alternative-names.ts";

/** What Rancher's certificate has to be valid for: the host of rancher.server_url, its node's address and name. None: no Rancher. */
export function rancherNames(cluster: Cluster): readonly string[] | undefined {
  const node = cluster.nodes.find(({ role }) => role === "rancher");
  if (!node || !cluster.rancher) return undefined;
  const host = new URL(cluster.rancher.serverUrl).hostname.replace(/^\[|\]$/g, "");
  return [...new Set([host, node.address, node.name])];
}

/**
 * A stored certificate is never replaced by a build, so when the profile has moved on, somebody has to say that a new one shall be
 * made: every agent that meets Rancher under a name that its certificate lacks would refuse it.
 */
export function checkRancherCertificate(cluster: Cluster, rancher: RancherTrust): readonly Diagnostic[] {
  const held = new Set(alternativeNames(rancher.certificate.certificate));
  const missing = rancherNames(cluster)?.filter((name) => !held.has(name)) ?? [];
  if (missing.length === 0) return [];
  const message = `Rancher's certificate in the trust bundle is not valid for ${missing.join(", ")}`;
  const notes = [
    `it was made for ${[...held].join(", ")}`,
    "edgegen secrets rotate --what rancher-certificate makes a new one from the same CA",
  ];
  return [fault("certificate-outdated", message, { span: place(cluster), notes })];
}

/** server_url if somebody wrote it, else the address that it was made from. */
function place(cluster: Cluster): Span | undefined {
  const url = cluster.origin(["rancher", "server_url"]);
  if (url.layer !== "built-in") return url.span;
  const index = cluster.nodes.findIndex(({ role }) => role === "rancher");
  return cluster.origin(["nodes", index, "address"]).span;
}
