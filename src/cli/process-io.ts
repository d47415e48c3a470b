import { randomBytes } from "node:crypto";
import { readdir, readFile } from "node:fs/promises";
import { join, relative, sep } from "node:path";
import { fileURLToPath } from "node:url";
import { openDisk } from "../host/node-disk.ts";
import { nodeHost } from "../host/node-host.ts";
import { nodeOutputTree } from "../host/node-output-tree.ts";
import { nodeProcesses } from "../host/node-processes.ts";
import type { Templates } from "../model/plan.ts";
import type { Io } from "./io.ts";

/** The terminal, the disk and the clock of this process. */
export function processIo(): Io {
  endQuietlyWithReader(process.stdout);
  endQuietlyWithReader(process.stderr);
  return {
    host: nodeHost(),
    tree: nodeOutputTree(),
    processes: nodeProcesses(),
    openDisk,
    out: (text) => void process.stdout.write(text),
    err: (text) => void process.stderr.write(text),
    stdin: readStdin,
    terminal: { colour: wantsColour(), width: process.stderr.columns ?? 100 },
    templates: () => readTemplates(fileURLToPath(new URL("../templates/", import.meta.url))),
    entropy: { bytes: (n) => randomBytes(n), now: Math.floor(Date.now() / 1000) },
    interrupted: watchSignals(),
    generator: EDGEGEN_GENERATOR ?? "source",
    version: EDGEGEN_VERSION ?? "source",
  };
}

/** `edgegen plan | head`: whoever reads has seen enough. */
function endQuietlyWithReader(stream: NodeJS.WriteStream): void {
  stream.on("error", (error: NodeJS.ErrnoException) => {
    if (error.code === "EPIPE") process.exit(process.exitCode ?? 0);
    process.stderr.write(`edgegen: what it prints cannot be written (${error.code ?? error.message})\n`);
    process.exit(3);
  });
}

/** no-color.org: any value but the empty one switches colour off. */
const wantsColour = () => process.stderr.isTTY === true && !process.env["NO_COLOR"];

/** The first signal asks the run to stop where nothing is half done; the second one does not wait. */
function watchSignals(): () => boolean {
  let asked = false;
  for (const signal of ["SIGINT", "SIGTERM", "SIGHUP"] as const) {
    process.on(signal, () => {
      if (asked) process.exit(3);
      asked = true;
    });
  }
  return () => asked;
}

async function readStdin(): Promise<string> {
  const chunks: Buffer[] = [];
  for await (const chunk of process.stdin) chunks.push(chunk as Buffer);
  return Buffer.concat(chunks).toString("utf8");
}

/** The files below templates/ by their path there. They lie beside dist/ in a checkout and in the package. */
export async function readTemplates(root: string): Promise<Templates> {
  const entries = await readdir(root, { withFileTypes: true, recursive: true });
  const paths = entries.filter((entry) => entry.isFile()).map((entry) => join(entry.parentPath, entry.name));
  const names = paths.map((path) => relative(root, path).split(sep));
  const files = names
    .filter((parts) => !parts.some(isLeftover))
    .map((parts) => parts.join("/"))
    .sort();
  const texts = await Promise.all(files.map((path) => readFile(join(root, path), "utf8")));
  return new Map(files.map((path, at) => [path, texts[at] ?? ""]));
}

/** What editors and Python leave between sources. */
const isLeftover = (part: string) => part.startsWith(".") || part === "__pycache__";
