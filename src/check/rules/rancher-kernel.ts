import type { Cluster } from "../../model/cluster.ts";
import { fault } from "../../model/fault.ts";
import { images } from "../../model/images.ts";
import {
  firstRancherWithNftables,
  parseK3sVersion,
  parseRancherVersion,
  rancherSupport,
} from "../../model/versions.ts";
import { called, isKnown, isWritten, layerNote, nodesWith, type Rule, spanOf } from "../rule.ts";

/** Kernels from 6.17 on are built without legacy iptables, which the image of Rancher up to 2.14 cannot do without (rancher/rancher#54862). */
export const rancherKernel: Rule = (cluster) => {
  const version = parseRancherVersion(cluster.rancher?.version ?? "");
  if (version === undefined || !isKnown(cluster, ["rancher", "version"])) return [];
  if (version.major !== 2 || version.minor >= firstRancherWithNftables) return [];
  const nodes = nodesWith(cluster, "role", "os.image").filter(({ node }) => node.role === "rancher");
  return nodes.flatMap((placed) => {
    const { node, index } = placed;
    const image = images[node.os.image];
    if (!image.kernelMayLackIptables) return [];
    const path = isWritten(cluster, "nodes", index, "os", "image") ? ["os", "image"] : ["role"];
    const message = `Rancher v2.${version.minor} needs legacy iptables, which the kernel of ${node.os.image} on ${called(node)} may not have`;
    const notes = [
      `at ${called(node)}, write \`os: {image: ubuntu-24.04}\``,
      laterRancher(cluster),
      ...layerNote(cluster, placed, ...path),
    ];
    return [fault("rancher-kernel", message, { span: spanOf(cluster, "nodes", index, ...path), notes })];
  });
};

/** The first release that can do without, with a K3s that it manages. */
function laterRancher({ nodes }: Cluster): string {
  const rancher = `or \`rancher: {version: v2.${firstRancherWithNftables}.0}\``;
  const managed = rancherSupport.get(firstRancherWithNftables);
  const minors = nodes.flatMap(({ role, k3s }) =>
    role === "rancher" ? [] : (parseK3sVersion(k3s.version)?.minor ?? []),
  );
  if (managed === undefined || minors.every((minor) => managed.from <= minor && minor <= managed.to)) return rancher;
  return `${rancher} with K3s v1.${managed.from} to v1.${managed.to} as \`k3s: {version: ...}\``;
}
