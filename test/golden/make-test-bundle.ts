/**
 * Makes the trust bundle that the golden trees are compiled with, or adds nodes to it: signatures and keys are random, so it is made
 * once and committed, and what is in it never changes. It is public: `test: true` and the first line of the file say so.
 *
 *   npx esbuild test/golden/make-test-bundle.ts --bundle --platform=node --format=cjs --log-level=error | node - [NODE...]
 *
 * Run it after a shipped profile got a node that is not listed below, with that node's name added to the list.
 */
import { existsSync, readFileSync, writeFileSync } from "node:fs";
import type { Bundle } from "../../src/model/bundle.ts";
import type { ClusterNode } from "../../src/model/cluster.ts";
import { printBundle } from "../../src/trust/print.ts";
import { provision } from "../../src/trust/provision.ts";
import { readBundle } from "../../src/trust/read.ts";
import { setUserSecret } from "../../src/trust/user-secrets.ts";
import { cluster, entropy, node } from "../unit/trust/sample.ts";

const path = "test/golden/test-bundle.secrets.yaml";

/** Roles and addresses do not matter, but for Rancher's: its certificate is made for https://10.1.40.21. */
const rancher = node("dcn0", "rancher", "10.1.40.21");
const others = [
  "dcn1",
  "dcn2",
  "dcn3",
  "dcn4",
  "dcn5",
  "dcn6",
  "dcn7",
  "dcn8",
  "home0",
  "home1",
  "home2",
  "home3",
  "shelf1",
  "shelf2",
  "shelf3",
];

function nodes(more: readonly string[]): readonly ClusterNode[] {
  return [rancher, ...[...others, ...more].map((name) => node(name, "worker", "10.1.40.22"))];
}

function existing(): Bundle | undefined {
  if (!existsSync(path)) return undefined;
  const { value } = readBundle(readFileSync(path, "utf8"), path);
  if (!value) throw new Error(`${path} is damaged: restore it from the repository`);
  return value;
}

async function main(more: readonly string[]): Promise<void> {
  const wanted = cluster({ name: "edgegen-test", nodes: nodes(more) });
  const { value, diagnostics } = await provision(wanted, existing(), entropy());
  if (!value?.changed) throw new Error(`nothing to add: ${JSON.stringify(diagnostics)}`);
  const bundle = setUserSecret({ ...value.bundle, test: true }, "wifi", 'not a secret: "wifi" 100%');
  writeFileSync(path, printBundle(bundle), { mode: 0o600 });
}

void main(process.argv.slice(2));
