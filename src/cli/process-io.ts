import { randomBytes } from "node:crypto";
import { readdir, readFile } from "node:fs/promises";
import { homedir } from "node:os";
import { join, relative, sep } from "node:path";
import { createInterface, type Interface } from "node:readline";
import { Writable } from "node:stream";
import { fileURLToPath } from "node:url";
import { nodeBulk } from "../host/node-bulk.ts";
import { openDisk } from "../host/node-disk.ts";
import { codeOf, nodeHost, toHostError } from "../host/node-host.ts";
import { nodeOutputTree } from "../host/node-output-tree.ts";
import { openPart } from "../host/node-part-file.ts";
import { nodeProcesses } from "../host/node-processes.ts";
import type { Web } from "../host/web.ts";
import type { Templates } from "../model/plan.ts";
import { missingPart } from "./installation.ts";
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
    bulk: nodeBulk(),
    openPart,
    web: lazyWeb(),
    cacheFolder: join(process.env["XDG_CACHE_HOME"] || join(homedir(), ".cache"), "edgegen"),
    out: (text) => void process.stdout.write(text),
    err: (text) => void process.stderr.write(text),
    stdin: readStdin,
    ask: process.stdin.isTTY ? (question) => askUnseen(question, process.stdin, process.stderr) : undefined,
    askShown: isConversation() ? (question) => askShown(question, process.stdin, process.stderr) : undefined,
    watch: process.stderr.isTTY ? (line) => void process.stderr.write(`\r\x1b[K${line}`) : undefined,
    clock: () => performance.now(),
    terminal: { colour: wantsColour(process.stderr.isTTY, process.env), width: widthOf(process.stderr.columns) },
    templates: () => readTemplates(fileURLToPath(new URL("../templates/", import.meta.url))),
    entropy: { bytes: (n) => randomBytes(n), now: Math.floor(Date.now() / 1000) },
    interrupted: watchSignals(),
    runtime: process.execPath,
    generator: EDGEGEN_GENERATOR ?? "source",
    version: EDGEGEN_VERSION ?? "source",
  };
}

/** Loaded when something is asked for: most verbs never touch the network. */
function lazyWeb(): Web {
  const load = async () => (await import("../fetch/node-web.ts")).nodeWeb(EDGEGEN_VERSION ?? "source");
  let web: Promise<Web> | undefined;
  const loaded = () => {
    web ??= load();
    return web;
  };
  return {
    ask: async (url, request) => (await loaded()).ask(url, request),
    pause: async (seconds, signal) => (await loaded()).pause(seconds, signal),
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

/** no-color.org: any value but the empty one switches colour off; and a terminal that says it is dumb has none. */
export const wantsColour = (isTerminal: boolean, env: NodeJS.ProcessEnv) =>
  isTerminal && !env["NO_COLOR"] && env["TERM"] !== "dumb";

/** A terminal that nobody has told its size says that it has none; undefined: no terminal. */
export const widthOf = (columns: number | undefined) => (columns === 0 ? 80 : (columns ?? 100));

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

async function readStdin(limit: number): Promise<string> {
  const chunks: Buffer[] = [];
  let size = 0;
  for await (const chunk of process.stdin) {
    chunks.push(chunk as Buffer);
    size += (chunk as Buffer).length;
    if (size > limit) break;
  }
  return Buffer.concat(chunks).toString("utf8");
}

const isConversation = () => [process.stdin, process.stdout, process.stderr].every(({ isTTY }) => isTTY);

/** The line is edited as in a shell, with its echo going nowhere. */
export function askUnseen(question: string, input: NodeJS.ReadableStream, output: NodeJS.WritableStream) {
  const nowhere = new Writable({ write: (_echo, _encoding, done) => done() });
  output.write(question);
  return nextLine(createInterface({ input, output: nowhere, terminal: true, historySize: 0 }), () =>
    output.write("\n"),
  );
}

export function askShown(question: string, input: NodeJS.ReadableStream, output: NodeJS.WritableStream) {
  const lines = createInterface({ input, output, terminal: true, historySize: 0, prompt: question });
  lines.prompt();
  return nextLine(lines, (line) => line === undefined && output.write("\n"));
}

/** Undefined after Ctrl-C, or Ctrl-D before anything was typed. */
async function nextLine(lines: Interface, ended: (line: string | undefined) => unknown): Promise<string | undefined> {
  const line = await new Promise<string | undefined>((resolve) => {
    lines.once("line", resolve);
    for (const end of ["SIGINT", "close"] as const) lines.once(end, () => resolve(undefined));
  });
  lines.close();
  ended(line);
  return line;
}

/** The files below templates/ by their path there. They lie beside dist/ in a checkout and in the package. */
export async function readTemplates(root: string): Promise<Templates> {
  const entries = await readdir(root, { withFileTypes: true, recursive: true }).catch((error: unknown) => {
    throw codeOf(error) === "ENOENT" ? missingPart(root) : toHostError(root, error);
  });
  const paths = entries.filter((entry) => entry.isFile()).map((entry) => join(entry.parentPath, entry.name));
  const names = paths.map((path) => relative(root, path).split(sep));
  const files = names
    .filter((parts) => !parts.some(isLeftover))
    .map((parts) => parts.join("/"))
    .sort();
  if (files.length === 0) throw missingPart(root);
  const texts = await Promise.all(files.map((path) => readFile(join(root, path), "utf8")));
  return new Map(files.map((path, at) => [path, texts[at] ?? ""]));
}

/** What editors and Python leave between sources. */
const isLeftover = (part: string) => part.startsWith(".") || part === "__pycache__";
