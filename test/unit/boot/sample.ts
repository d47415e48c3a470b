import { readFileSync } from "node:fs";
import type { Check, Expected, Reached } from "../../../src/boot/check.ts";
import { expectedOf } from "../../../src/boot/expected.ts";
import { readTemplates } from "../../../src/cli/process-io.ts";
import { nodeHost } from "../../../src/host/node-host.ts";
import type { Bundle } from "../../../src/model/bundle.ts";
import { compileCards, readCluster } from "../../../src/pipeline.ts";
import { renderNodeFiles } from "../../../src/render/node-files.ts";
import { readBundle } from "../../../src/trust/read.ts";

/** What every node of a profile must be, by name, with the public test bundle. */
export async function expectedNodes(
  profile: string,
  reached: Reached = "ready",
): Promise<ReadonlyMap<string, Expected>> {
  const { cluster } = await readCluster(nodeHost(), profile);
  if (cluster === undefined) throw new Error(`${profile} is wrong`);
  const bundle = readBundle(readFileSync("test/golden/test-bundle.secrets.yaml", "utf8"), "bundle").value as Bundle;
  const templates = await readTemplates("templates/");
  const cards = [...compileCards({ cluster, bundle, templates, seedImages: false })];
  return new Map(
    cards.map(({ plan, render }) => {
      const node = cluster.nodes.find(({ name }) => name === plan.node) ?? never(plan.node);
      const files = renderNodeFiles(plan, templates);
      return [node.name, expectedOf({ cluster, node, bundle, plan, files, cardFiles: render() }, reached)];
    }),
  );
}

function never(what: string): never {
  throw new Error(`there is no ${what}`);
}

const shipped = await expectedNodes("profiles/pi4-2node.yaml");

/** A node of the shipped cluster: dcn0 is Rancher's, dcn1 the control plane, dcn2 the worker. */
export const expected = (node = "dcn1", change: Partial<Expected> = {}): Expected => ({
  ...(shipped.get(node) ?? never(node)),
  ...change,
});

/** A node from another profile's card. */
export async function expectedFrom(profile: string, node: string, reached: Reached = "ready"): Promise<Expected> {
  return (await expectedNodes(profile, reached)).get(node) ?? never(node);
}

/** What a check finds wrong in an output: `WHAT: FOUND, not WANTED` each. */
export const wrongs = (check: Check, seen: string, held: Expected = expected()): readonly string[] =>
  check.judge(seen, held).map(({ what, found, wanted }) => `${what}: ${found}, not ${wanted}`);
