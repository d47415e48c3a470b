import type { Cluster } from "../../model/cluster.ts";
import { fault } from "../../model/fault.ts";
import { parseK3sVersion, parseRancherVersion, rancherSupport, supportTableDate } from "../../model/versions.ts";
import { distinct, nodesWith, type Rule, runsK3s, spanOf } from "../rule.ts";

/**
 * Guides name the release of their day, and years later it no longer starts on the images of today; or a digit was slipped. With a
 * Rancher that is known there is a narrower range, which has a rule of its own.
 */
export const k3sVersionUnknown: Rule = (cluster) => {
  if (isHeldAgainstRancher(cluster)) return [];
  const known = [...rancherSupport.values()];
  const [oldest, newest] = [Math.min(...known.map(({ from }) => from)), Math.max(...known.map(({ to }) => to))];
  const nodes = nodesWith(cluster, "role", "k3s.version").filter(runsK3s);
  return distinct(nodes, (node) => node.k3s.version).flatMap(({ node, index }) => {
    const version = parseK3sVersion(node.k3s.version);
    if (version === undefined || (version.major === 1 && oldest <= version.minor && version.minor <= newest)) return [];
    const span = spanOf(cluster, "nodes", index, "k3s", "version");
    const name = `K3s v${version.major}.${version.minor}`;
    const isOld = version.major < 1 || (version.major === 1 && version.minor < oldest);
    const message = isOld
      ? `${name} gets no updates any more, and edgegen was not made for it`
      : `edgegen does not know ${name}`;
    const notes = [`known are v1.${oldest} to v1.${newest} (as of ${supportTableDate})`];
    return [fault("k3s-version-unknown", message, { span, notes })];
  });
};

function isHeldAgainstRancher({ rancher }: Cluster): boolean {
  const version = parseRancherVersion(rancher?.version ?? "");
  return version?.major === 2 && rancherSupport.has(version.minor);
}
