import { type ChildProcess, spawn } from "node:child_process";
import { accessSync, constants, statSync } from "node:fs";
import { delimiter, join } from "node:path";
import type { Outcome, Process, Processes, RunOptions } from "./processes.ts";

/** Debian keeps mkfs and its like where users' PATH does not lead. */
const more = process.platform === "win32" ? [] : ["/usr/sbin", "/sbin"];

const endings = process.platform === "win32" ? ["", ".exe"] : [""];

const searched = () => [...(process.env["PATH"] ?? "").split(delimiter), ...more];

/** The real programs. */
export function nodeProcesses(): Processes {
  return { has, run, start };
}

function has(program: string): boolean {
  return searched().some((folder) => endings.some((ending) => isProgram(join(folder, program + ending))));
}

function isProgram(path: string): boolean {
  try {
    accessSync(path, constants.X_OK);
    return statSync(path).isFile();
  } catch {
    return false;
  }
}

/** With those folders on its PATH. */
export const environment = () => ({ ...process.env, PATH: searched().join(delimiter) });

function run([program = "", ...argv]: readonly string[], options: RunOptions = {}): Promise<Outcome> {
  const child = spawn(program, argv, {
    env: environment(),
    stdio: options.terminal ? "inherit" : "pipe",
    ...(options.timeout === undefined ? {} : { timeout: options.timeout * 1000, killSignal: "SIGKILL" as const }),
  });
  const printed = keep(child);
  // A program that does not read what it is given is no fault of ours.
  child.stdin?.on("error", () => undefined);
  child.stdin?.end(options.input ?? "");
  return codeOf(child).then((code) => ({ code: child.killed ? 124 : code, ...printed() }));
}

const children = new Set<ChildProcess>();

function start([program = "", ...argv]: readonly string[]): Process {
  if (children.size === 0) process.once("exit", endAll);
  const child = spawn(program, argv, { env: environment(), stdio: "pipe" });
  children.add(child);
  child.stdin.on("error", () => undefined);
  const ended = codeOf(child).then((code) => {
    children.delete(child);
    if (children.size === 0) process.off("exit", endAll);
    return code;
  });
  return {
    write: (text) => void child.stdin.write(text),
    printed: keep(child),
    running: () => children.has(child),
    ended,
    kill: () => void child.kill("SIGKILL"),
  };
}

function endAll(): void {
  for (const child of children) child.kill("SIGKILL");
}

function keep(child: ChildProcess): () => { out: string; err: string } {
  const chunks = { out: [] as Buffer[], err: [] as Buffer[] };
  child.stdout?.on("data", (chunk: Buffer) => chunks.out.push(chunk));
  child.stderr?.on("data", (chunk: Buffer) => chunks.err.push(chunk));
  // Why it could not be started.
  child.on("error", ({ message }) => chunks.err.push(Buffer.from(`${message}\n`)));
  return () => ({ out: Buffer.concat(chunks.out).toString("utf8"), err: Buffer.concat(chunks.err).toString("utf8") });
}

/** Never rejects: a program that cannot be started is as one that ends with the shell's code for it. */
function codeOf(child: ChildProcess): Promise<number> {
  return new Promise((resolve) => {
    child.once("error", () => resolve(127));
    // What a killed program has started may hold its output open for as long as it likes.
    child.once("exit", () => {
      if (child.killed) for (const output of [child.stdout, child.stderr]) output?.destroy();
    });
    child.once("close", (code) => resolve(code ?? 128));
  });
}
