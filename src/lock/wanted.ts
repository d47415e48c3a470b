import { boards } from "../model/boards.ts";
import type { Cluster } from "../model/cluster.ts";
import { type ImageId, images } from "../model/images.ts";
import { type Release, releaseNames } from "../model/lock.ts";

/** A release of K3s as some of the nodes need it. */
export interface WantedRelease {
  readonly version: string;
  /** A folder of releases, without a trailing slash. */
  readonly mirror: string;
  readonly names: Release;
}

/** Everything of which a profile fixes the version and not the bytes. */
export interface Wanted {
  readonly k3s: readonly WantedRelease[];
  readonly rancher: readonly string[];
  readonly images: readonly ImageId[];
}

/** Of a version that several mirrors have, the first node's: the bytes are the same. */
export function wantedBy(cluster: Cluster): Wanted {
  const k3sNodes = cluster.nodes.filter(({ role }) => role !== "rancher");
  const releases = k3sNodes.map(({ board, k3s }) => ({
    version: k3s.version,
    mirror: k3s.mirror,
    names: releaseNames(boards[board].arch),
  }));
  const byName = new Map(releases.toReversed().map((each) => [`${each.version} ${each.names.binary}`, each]));
  const used = new Set(cluster.nodes.map(({ os }) => os.image));
  return {
    k3s: [...byName.values()].sort((a, b) => (key(a) < key(b) ? -1 : 1)),
    rancher: rancherReference(cluster),
    images: [...used].filter((image) => images[image].pi).sort(),
  };
}

const key = ({ version, names }: WantedRelease) => `${version} ${names.binary}`;

function rancherReference({ rancher, nodes }: Cluster): readonly string[] {
  const used = rancher !== undefined && nodes.some(({ role }) => role === "rancher");
  return used ? [`${rancher.image}:${rancher.version}`] : [];
}
