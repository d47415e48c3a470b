import { type ChildProcess, execFile, execFileSync, spawn } from "node:child_process";
import { cpSync, mkdirSync, mkdtempSync, openSync, readFileSync, rmSync, writeFileSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { createInterface } from "node:readline";
import { inject } from "vitest";
import { lanAddress } from "./payload.ts";
import { startTimeServer } from "./time-server.ts";
import { until } from "./until.ts";

/** What a command said. */
export interface Answer {
  readonly code: number;
  /** stdout and stderr, trimmed. */
  readonly text: string;
}

/** Nodes on a network of their own, which has no way out; see rack.sh. */
export interface Rack {
  /** The folder with each node's disk (NODE/upper, NODE/boot). */
  readonly state: string;
  /** The network namespace. */
  readonly lan: string;
  /** The folder with each node's card, as `build` wrote it, for whoever is written anew: a copy, to be spoiled at will. */
  readonly cards: string;
  /** What this rack's nodes may download: a copy as well. */
  readonly payload: string;
  readonly on: (node: string) => Promise<void>;
  readonly off: (node: string) => Promise<void>;
  readonly cut: (node: string) => Promise<void>;
  readonly flash: (node: string) => Promise<void>;
  readonly shrink: (node: string) => Promise<void>;
  /** Runs a command in a node, as root. */
  readonly run: (node: string, ...argv: string[]) => Promise<Answer>;
  /** Runs a shell script in a node, as root; it comes on standard input. */
  readonly script: (node: string, text: string) => Promise<Answer>;
  /** Runs a command on this machine, in the laptop's place on the network. */
  readonly outside: (...argv: string[]) => Promise<Answer>;
  readonly startServer: () => Promise<void>;
  readonly stopServer: () => void;
  /** What nodes asked the download server for, a line each. */
  readonly requests: () => string;
  /** Everything that the node ever showed, the journal included. */
  readonly console: (node: string) => string;
  readonly close: () => Promise<void>;
}

/** What is started by this is killed with the test run: nothing outlives one that was killed itself. */
export const mortal = ["setpriv", "--pdeathsig", "KILL"];

let racks = 0;

/** A rack with these nodes, all of them off; a download server and a time server are running. */
export async function openRack(...nodes: readonly string[]): Promise<Rack> {
  const { base, cluster, payload: made } = inject("testbed");
  racks += 1;
  const lan = `edgegen-${process.pid}-${racks}`;
  const state = mkdtempSync(join(tmpdir(), "edgegen-rack-"));
  const payload = join(state, "payload");
  cpSync(made, payload, { recursive: true });
  const cards = join(state, "cards");
  for (const node of nodes) cpSync(join(cluster, node), join(cards, node), { recursive: true });
  placeSources(join(state, "extra"));
  execFileSync("ip", ["netns", "add", lan]);
  const shell = startShell(nodes, { BASE: base, CLUSTER: cards, STATE: state, LAN: lan });
  await shell.answer("ready");
  const switching = (verb: string) => (node: string) => shell.command(`${verb} ${node}`);
  const inNode = (node: string, argv: readonly string[]) => inside(shell.leader(), join(state, node, "leader"), argv);
  const outside = (...argv: string[]) => command(["ip", "netns", "exec", lan, ...argv]);
  const server = downloadServer(lan, state, payload, outside);
  await server.start();
  const time = startTimeServer(["ip", "netns", "exec", lan, ...mortal], state);
  return {
    state,
    lan,
    cards,
    payload,
    on: switching("on"),
    off: switching("off"),
    cut: switching("cut"),
    flash: switching("flash"),
    shrink: switching("shrink"),
    run: (node, ...argv) => command(inNode(node, argv)),
    script: (node, text) => command(inNode(node, ["sh", "-s"]), text),
    outside,
    startServer: server.start,
    stopServer: server.stop,
    requests: () => readFileSync(join(state, "server.log"), "utf8"),
    console: (node) => readFileSync(join(state, `${node}.log`), "utf8"),
    close: async () => {
      server.stop();
      await time.stop();
      await shell.end();
      execFileSync("ip", ["netns", "del", lan]);
      rmSync(state, { recursive: true, force: true });
    },
  };
}

/** apt knows the testbed's repository alone. */
function placeSources(extra: string): void {
  mkdirSync(join(extra, "etc/apt/sources.list.d"), { recursive: true });
  writeFileSync(join(extra, "etc/apt/sources.list"), "");
  writeFileSync(join(extra, "etc/apt/sources.list.d/testbed.list"), `deb [trusted=yes] http://${lanAddress}/apt ./\n`);
}

function startShell(nodes: readonly string[], env: Readonly<Record<string, string>>) {
  const namespaces = ["--mount", "--pid", "--mount-proc", "--fork", "--kill-child"];
  const child = spawn("unshare", [...namespaces, "bash", "test/testbed/rack.sh", ...nodes], {
    env: { ...process.env, ...env },
    stdio: ["pipe", "pipe", "inherit"],
  });
  const lines = createInterface({ input: child.stdout })[Symbol.asyncIterator]();
  const answer = async (expected: string) => {
    const { value } = await lines.next();
    if (value !== expected) throw new Error(`rack.sh said ${value ?? "nothing and ended"} instead of ${expected}`);
  };
  return {
    answer,
    command: async (line: string) => {
      child.stdin.write(`${line}\n`);
      await answer("done");
    },
    leader: () => firstChild(child),
    end: async () => {
      const ended = new Promise((resolve) => child.once("exit", resolve));
      child.stdin.end();
      await ended;
    },
  };
}

const firstChild = ({ pid }: ChildProcess) => readFileSync(`/proc/${pid}/task/${pid}/children`, "utf8").trim();

/** Two steps: the node's first process has a number only among the rack's own processes. */
function inside(rack: string, leaderFile: string, argv: readonly string[]): readonly string[] {
  let leader = "";
  try {
    // As the rack sees its files: a shrunk disk is mounted there alone.
    leader = readFileSync(`/proc/${rack}/root${leaderFile}`, "utf8").trim();
  } catch {
    // Not switched on yet, or just going off: the command below fails, which callers wait out.
  }
  const enter = ["nsenter", "--all", "--target"];
  return leader === "" ? ["false"] : [...enter, rack, ...enter, leader, ...argv];
}

function command([program, ...argv]: readonly string[], input = ""): Promise<Answer> {
  return new Promise((resolve) => {
    const child = execFile(
      program ?? "false",
      argv,
      { maxBuffer: 1 << 26, timeout: 120_000 },
      (error, stdout, stderr) => {
        const code = error === null ? 0 : typeof error.code === "number" ? error.code : 1;
        resolve({ code, text: `${stdout}${stderr}`.trim() });
      },
    );
    // A program that ends without reading is no fault of its input.
    child.stdin?.on("error", () => undefined).end(input);
  });
}

function downloadServer(lan: string, state: string, payload: string, outside: Rack["outside"]) {
  let server: ChildProcess | undefined;
  const log = openSync(join(state, "server.log"), "a");
  return {
    start: async () => {
      const argv = [
        "netns",
        "exec",
        lan,
        ...mortal,
        "python3",
        "-u",
        "test/testbed/lan-server.py",
        lanAddress,
        payload,
      ];
      server = spawn("ip", argv, { stdio: ["ignore", log, log] });
      const probe = `import socket; socket.create_connection(("${lanAddress}", 80), 1)`;
      await until("the download server", 10, async () => (await outside("python3", "-c", probe)).code === 0);
    },
    stop: () => {
      server?.kill("SIGKILL");
      server = undefined;
    },
  };
}
