import { createContext, runInContext } from "node:vm";
import { build } from "esbuild";
import { expect, test } from "vitest";
import { readTemplates } from "../src/cli/process-io.ts";
import type { compileCards, readCluster } from "../src/pipeline.ts";
import type { provision } from "../src/trust/provision.ts";
import { memoryHost } from "./support/memory-host.ts";

interface Stages {
  readonly readCluster: typeof readCluster;
  readonly provision: typeof provision;
  readonly compileCards: typeof compileCards;
}

/** What every browser has, and of Node nothing: no process, no Buffer, no require. */
const webGlobals = {
  TextEncoder,
  TextDecoder,
  URL,
  atob,
  btoa,
  crypto,
  setTimeout,
  clearTimeout,
  Uint8Array,
  ArrayBuffer,
};

async function inBrowser(): Promise<Stages> {
  const contents = `
    export { readCluster, compileCards } from "./src/pipeline.ts";
    export { provision } from "./src/trust/provision.ts";`;
  const { outputFiles } = await build({
    stdin: { contents, resolveDir: ".", loader: "ts" },
    bundle: true,
    platform: "browser",
    format: "iife",
    globalName: "edgegen",
    write: false,
  });
  const context = createContext({ ...webGlobals });
  runInContext("globalThis.self = globalThis", context);
  return runInContext(`${outputFiles[0]?.text}; edgegen`, context) as Stages;
}

const profile = `version: 1
os: {image: ubuntu-24.04}
network: {subnet: 10.0.0.0/24, gateway: 10.0.0.1, nameservers: [10.0.0.1]}
nodes:
  - {name: cp, role: control-plane, board: pi-4b, memory: 4GiB, address: 10.0.0.2}
`;

test("from a profile to a card everything runs where there is no Node", async () => {
  const { readCluster, provision, compileCards } = await inBrowser();
  const { cluster, diagnostics } = await readCluster(memoryHost({ "lab.yaml": profile }), "lab.yaml");
  expect(diagnostics).toEqual([]);
  if (!cluster) return expect.unreachable("no cluster");
  const entropy = { bytes: (n: number) => crypto.getRandomValues(new Uint8Array(n)), now: 1_700_000_000 };
  const { value } = await provision(cluster, undefined, entropy);
  if (!value) return expect.unreachable("no bundle");
  const templates = await readTemplates("templates/");
  const [card] = compileCards({ cluster, bundle: value.bundle, templates, seedImages: false });
  expect(card?.render().map(({ path }) => path)).toContain("boot/user-data");
});
