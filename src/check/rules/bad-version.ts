import type { Cluster } from "../../model/cluster.ts";
import type { Diagnostic } from "../../model/diagnostic.ts";
import { fault } from "../../model/fault.ts";
import { parseK3sVersion, parseRancherVersion, rancherSupport } from "../../model/versions.ts";
import { distinct, isKnown, nodesWith, type Rule, spanOf } from "../rule.ts";

/** Releases are named in full: a card made today and one made next year must be the same. */
export const badVersion: Rule = (cluster) => [...k3sVersions(cluster), ...rancherVersion(cluster)];

function k3sVersions(cluster: Cluster): readonly Diagnostic[] {
  return distinct(nodesWith(cluster, "k3s.version"), (node) => node.k3s.version).flatMap(({ node, index }) => {
    const { version } = node.k3s;
    if (parseK3sVersion(version)) return [];
    const span = spanOf(cluster, "nodes", index, "k3s", "version");
    const mended = /^v?(\d+\.\d+\.\d+)(?:[+-](k3s\d+))?$/.exec(version);
    const suggestion = span && mended ? { span, text: `v${mended[1]}+${mended[2] ?? "k3s1"}` } : undefined;
    const notes = ["expected: vX.Y.Z+k3sN, for example v1.34.8+k3s1", ...channelNote(version)];
    return [fault("bad-version", `${JSON.stringify(version)} is not a K3s release`, { span, notes, suggestion })];
  });
}

function rancherVersion(cluster: Cluster): readonly Diagnostic[] {
  const version = cluster.rancher?.version;
  if (version === undefined || parseRancherVersion(version) || !isKnown(cluster, ["rancher", "version"])) return [];
  const span = spanOf(cluster, "rancher", "version");
  const suggestion = span && /^\d+\.\d+\.\d+$/.test(version) ? { span, text: `v${version}` } : undefined;
  const [, series] = /^v?2\.(\d{1,2})(?:\.x)?$/.exec(version) ?? [];
  const example = rancherFor(cluster, series === undefined ? undefined : Number(series));
  const notes = [`expected: vX.Y.Z, for example ${example}`, ...channelNote(version)];
  return [fault("bad-version", `${JSON.stringify(version)} is not a Rancher release`, { span, notes, suggestion })];
}

/** Of the series that was named, or of one that manages the cluster's K3s: each has a first release. */
function rancherFor(cluster: Cluster, series: number | undefined): string {
  const { version = "" } = cluster.nodes.find(({ role }) => role === "control-plane")?.k3s ?? {};
  const minor = parseK3sVersion(version)?.minor;
  const isFit = (of: number) => {
    const range = rancherSupport.get(of);
    return range !== undefined && (minor === undefined || (range.from <= minor && minor <= range.to));
  };
  if (series !== undefined && isFit(series)) return `v2.${series}.0`;
  const fit = [...rancherSupport.keys()].find(isFit);
  const isUsual = isFit(parseRancherVersion(usual)?.minor ?? 0) || fit === undefined;
  return `${isUsual ? usual : `v2.${fit}.0`}${minor === undefined ? "" : `, which manages K3s v1.${minor}`}`;
}

const usual = "v2.13.8";

function channelNote(version: string): readonly string[] {
  return /^(?:stable|latest|testing|v\d+\.\d+)$/.test(version) ? ["a channel means another release every month"] : [];
}
