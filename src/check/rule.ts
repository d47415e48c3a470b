import type { Cluster, ClusterNode } from "../model/cluster.ts";
import type { Diagnostic, Note } from "../model/diagnostic.ts";
import type { Span } from "../model/span.ts";
import type { Path } from "../model/tree.ts";

/** Something that must hold in a cluster. A rule stands in the file named after its code and reports nothing else. */
export type Rule = (cluster: Cluster) => readonly Diagnostic[];

/** A node as rules meet it: with its place in the cluster, from which the place in the profile follows. */
export interface Placed {
  readonly node: ClusterNode;
  readonly index: number;
}

/**
 * The nodes of which these keys are known (`board`, `os.image`): a rule names what it looks at, and is not asked about nodes where
 * that was refused already.
 */
export function nodesWith(cluster: Cluster, ...keys: readonly string[]): readonly Placed[] {
  const placed = cluster.nodes.map((node, index) => ({ node, index }));
  if (cluster.refused === undefined) return placed;
  const known = keys.map((key) => knownOf(cluster, key));
  return placed.filter(({ index }) => known.every((each) => each[index]));
}

const answers = new WeakMap<Cluster, Map<string, readonly boolean[]>>();

/** For each node whether a key of it is known: most rules ask for the same few. */
function knownOf(cluster: Cluster, key: string): readonly boolean[] {
  const ofCluster = answers.get(cluster) ?? new Map<string, readonly boolean[]>();
  answers.set(cluster, ofCluster);
  const path = key.split(".");
  const known = ofCluster.get(key) ?? cluster.nodes.map((_, index) => isKnown(cluster, ["nodes", index, ...path]));
  ofCluster.set(key, known);
  return known;
}

export function isKnown(cluster: Cluster, ...paths: readonly Path[]): boolean {
  const { refused } = cluster;
  return refused === undefined || !paths.some((path) => refused(path));
}

/** The first node for each value: what many nodes share is looked at once. */
export function distinct(nodes: readonly Placed[], value: (node: ClusterNode) => unknown): readonly Placed[] {
  const seen = new Set<unknown>();
  return nodes.filter(({ node }) => {
    const key = value(node);
    return !seen.has(key) && seen.add(key);
  });
}

/** Nodes that K3s runs on. */
export const runsK3s = ({ node }: Placed) => node.role !== "rancher";

export function spanOf(cluster: Cluster, ...path: Path): Span | undefined {
  return cluster.origin(path).span;
}

export function keySpanOf(cluster: Cluster, ...path: Path): Span | undefined {
  const { keySpan, span } = cluster.origin(path);
  return keySpan ?? span;
}

/** A value that somebody wrote, not one that edgegen chose. */
export function isWritten(cluster: Cluster, ...path: Path): boolean {
  return cluster.origin(path).layer !== "built-in";
}

/** The host of a URL that the schema has checked; empty where a stand-in has none. */
export function hostOf(url: string): string {
  return /^[a-z]+:\/\/([^:/?#]*)/.exec(url)?.[1] ?? "";
}

/** A node in a sentence; one whose name was refused has none. */
export function called({ name }: Pick<ClusterNode, "name">): string {
  return name === "" ? "this node" : `"${name}"`;
}

/** For a value that a node has from a layer, where the fault is shown: whose it is, and from which. A section at the top is for all. */
export function layerNote(cluster: Cluster, { node, index }: Placed, ...path: Path): readonly Note[] {
  const { layer } = cluster.origin(["nodes", index, ...path]);
  if (layer === "node" || layer === "profile") return [];
  if (layer === "built-in") return [{ message: `${called(node)} has it by default` }];
  const span = spanOf(cluster, "nodes", index, "name");
  return [{ message: `${called(node)} has it from \`${layer}\``, ...(span && { span }) }];
}

/** `first used here`, unless it is the very same place: a range is one place for many nodes. */
export function noteAt(message: string, first: Span | undefined, here: Span | undefined): readonly Note[] {
  const same = first?.file === here?.file && first?.start === here?.start;
  return same || first === undefined ? [] : [{ message, span: first }];
}
