import { fileURLToPath } from "node:url";
import { readTemplates } from "../../../src/cli/process-io.ts";
import type { Bundle } from "../../../src/model/bundle.ts";
import type { Cluster, ClusterNode } from "../../../src/model/cluster.ts";
import type { NodeFile, NodePart } from "../../../src/model/plan.ts";
import type { PartInput } from "../../../src/plan/part.ts";
import { renderContent } from "../../../src/render/content.ts";
import { provision } from "../../../src/trust/provision.ts";
import { cluster, entropy } from "../trust/sample.ts";

const templates = await readTemplates(fileURLToPath(new URL("../../../templates/", import.meta.url)));

/** Keys take a while to make, so that all tests of a file share one bundle. */
export const bundle = await made(cluster());

async function made(wanted: Cluster): Promise<Bundle> {
  const { value } = await provision(wanted, undefined, entropy());
  if (value === undefined) throw new Error("no bundle");
  return { ...value.bundle, userSecrets: new Map([["registry", "p@ss: 'word'"]]) };
}

/** The parts' input for one node of the sample cluster, after changes to the cluster and to the node. */
export function input(
  name: string,
  clusterChange: Partial<Cluster> = {},
  nodeChange: Partial<ClusterNode> = {},
): PartInput {
  const wanted = cluster(clusterChange);
  const nodes = wanted.nodes.map((node) => (node.name === name ? { ...node, ...nodeChange } : node));
  const node = nodes.find((each) => each.name === name);
  if (node === undefined) throw new Error(`no node ${name}`);
  return { cluster: { ...wanted, nodes }, node, bundle };
}

export function file(part: NodePart, path: string): NodeFile {
  const found = part.files.find((each) => each.path === path);
  if (found === undefined) throw new Error(`no file ${path} among ${part.files.map((each) => each.path).join(" ")}`);
  return found;
}

export const text = (part: NodePart, path: string): string => renderContent(templates, file(part, path).content).text;

/** Everything that a part puts on a card, as one text to search for what must not be there. */
export function everything(part: NodePart): string {
  return part.files.map((each) => renderContent(templates, each.content).text).join("\n") + JSON.stringify(part.steps);
}

export const step = (part: NodePart, name: string) => part.steps.find((each) => each.name === name);
