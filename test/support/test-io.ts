import type { Io } from "../../src/cli/io.ts";
import { readTemplates } from "../../src/cli/process-io.ts";
import { nodeWeb } from "../../src/fetch/node-web.ts";
import { nodeBulk } from "../../src/host/node-bulk.ts";
import { openDisk } from "../../src/host/node-disk.ts";
import { nodeHost } from "../../src/host/node-host.ts";
import { nodeOutputTree } from "../../src/host/node-output-tree.ts";
import { openPart } from "../../src/host/node-part-file.ts";
import { nodeProcesses } from "../../src/host/node-processes.ts";
import type { OutputTree } from "../../src/host/output-tree.ts";

/** A command line's surroundings on the real disk, with what it prints kept for the test. */
export interface TestIo extends Io {
  readonly printed: { out: string; err: string };
}

/** The generator is fixed, so that a golden manifest does not change with every line of source. */
export function testIo(more: Partial<Io> = {}): TestIo {
  const printed = { out: "", err: "" };
  return {
    host: nodeHost(),
    tree: withoutOwnOut(nodeOutputTree()),
    processes: nodeProcesses(),
    openDisk,
    bulk: nodeBulk(),
    openPart,
    // What is waited for before trying again is not what tests are about.
    web: { ...nodeWeb("0.0.0"), pause: async () => undefined },
    cacheFolder: "/nonexistent/cache",
    out: (text) => {
      printed.out += text;
    },
    err: (text) => {
      printed.err += text;
    },
    stdin: async () => "",
    ask: undefined,
    askShown: undefined,
    watch: undefined,
    clock: () => 0,
    terminal: { colour: false, width: 100 },
    templates: () => readTemplates("templates/"),
    entropy: { bytes: (n) => crypto.getRandomValues(new Uint8Array(n)), now: 1_700_000_000 },
    interrupted: () => false,
    runtime: process.execPath,
    generator: "golden",
    version: "0.0.0",
    printed,
    ...more,
  };
}

/** Where no --out is given, edgegen looks at out/ of the current folder. In a test that is this checkout's, which is nobody's business. */
function withoutOwnOut(tree: OutputTree): OutputTree {
  return { ...tree, exists: (path) => !path.startsWith("out/") && tree.exists(path) };
}
