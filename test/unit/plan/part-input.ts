import type { Bundle } from "../../../src/model/bundle.ts";
import type { Cluster, ClusterNode } from "../../../src/model/cluster.ts";
import type { NodeFile, NodePart } from "../../../src/model/plan.ts";
import type { PartInput } from "../../../src/plan/part.ts";
import { cluster as sampleCluster, node as sampleNode } from "../trust/sample.ts";

/** The input of a part of the plan, for a worker; `change` makes it the node of the test. Only what the OS needs of the bundle is there. */
export function partInput(change: Partial<ClusterNode> = {}, clusterChange: Partial<Cluster> = {}): PartInput {
  const node = { ...sampleNode("dcn2", "worker", "10.1.40.23"), ...change };
  const cluster = sampleCluster({ ...clusterChange, nodes: [node] });
  const zeros = btoa("\0".repeat(32));
  const trust = { nodePassword: "0".repeat(32), hostKeySeed: zeros, hostKeyPublic: zeros };
  const bundle: Partial<Bundle> = {
    created: 1767225600,
    nodes: new Map([[node.name, trust]]),
    userSecrets: new Map([["wifi", "pa ss\\word"]]),
  };
  return { cluster, node, bundle: bundle as Bundle };
}

export function fileOf(part: NodePart, path: string): NodeFile {
  const found = part.files.find((file) => file.path === path);
  if (found === undefined) throw new Error(`no ${path} among ${part.files.map((file) => file.path).join(", ")}`);
  return found;
}

/** What a file's template is filled with. */
export function dataOf(part: NodePart, path: string): Readonly<Record<string, unknown>> {
  const { content } = fileOf(part, path);
  if (content.kind !== "template") throw new Error(`${path} is no template`);
  return content.data;
}
