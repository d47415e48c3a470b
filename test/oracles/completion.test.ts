import { chmodSync, existsSync, mkdirSync, mkdtempSync, readFileSync, rmSync, writeFileSync } from "node:fs";
import { tmpdir } from "node:os";
import { join, resolve } from "node:path";
import { afterAll, beforeAll, expect } from "vitest";
import { oracle, run } from "./oracle.ts";

const work = mkdtempSync(join(tmpdir(), "edgegen-completion-"));
const program = resolve("dist/edgegen.js");
const log = join(work, "log");
afterAll(() => rmSync(work, { recursive: true, force: true }));

/** Stands for edgegen in the shell: it completes, and notes what else it is called with. */
const stand = `#!/bin/sh
case $1 in
  complete|completion) exec ${process.execPath} ${program} "$@" ;;
  *) printf '%s\\n' "$*" >>${log} ;;
esac
`;

beforeAll(() => {
  if (!existsSync(program)) throw new Error("dist/edgegen.js is missing: npm run bundle");
  for (const folder of ["bin", "profiles", "home", "outside"]) mkdirSync(join(work, folder));
  writeFileSync(join(work, "bin/edgegen"), stand);
  chmodSync(join(work, "bin/edgegen"), 0o755);
  writeFileSync(join(work, "profiles/lab.yaml"), 'nodes:\n  - {name: lab1}\n  - {name: "node{2..3}"}\n');
  writeFileSync(join(work, "key.pub"), "");
});

const inWork = (...command: readonly string[]): readonly string[] => [
  ...["-i", "-C", work, `HOME=${work}/home`, `PATH=${work}/bin:/usr/bin:/bin`, "TERM=dumb", "PS1=READY"],
  ...command,
];

/** A terminal with a shell in it, and somebody who types a line whenever the shell is ready. */
const typist = `
import json, os, pty, sys
argv, lines = json.loads(sys.argv[1])
pid, terminal = pty.fork()
if pid == 0:
    os.execvp(argv[0], argv)
seen = b""
def read():
    global seen
    try:
        data = os.read(terminal, 65536)
    except OSError:
        data = b""
    seen += data
    return data != b""
for line in lines:
    while b"READY" not in seen and read():
        pass
    seen = seen.split(b"READY", 1)[-1]
    os.write(terminal, line.encode())
while read():
    pass
`;

/** What edgegen is called with when these lines are typed, tab keys included. */
async function typed(shell: readonly string[], lines: readonly string[]): Promise<readonly string[]> {
  rmSync(log, { force: true });
  const argv = ["env", ...inWork(...shell)];
  const { status, output } = await run("python3", ["-c", typist, JSON.stringify([argv, [...lines, "exit\n"]])]);
  expect(status, output).toBe(0);
  return existsSync(log) ? readFileSync(log, "utf8").trimEnd().split("\n") : [];
}

/** A line that is begun, and what the keys make of it. */
const keystrokes = [
  ["edgegen val\t--prof\tla\t\n", "validate --profile lab"],
  ["edgegen build -p lab --node lab\t--node node3\n", "build -p lab --node lab1 --node node3"],
  ["edgegen secrets rot\t--what op\t\n", "secrets rotate --what operator"],
  ["edgegen plan --format=pre\t\n", "plan --format=pretty"],
  ["edgegen plan --profile=l\t\n", "plan --profile=lab"],
  ["edgegen explain duplicate-m\t\n", "explain duplicate-mac"],
  ["edgegen init --ssh-key ke\t\n", "init --ssh-key key.pub"],
  ["edgegen build --out outs\t\n", "build --out outside"],
  ["edgegen plan -p ./prof\tla\t\n", "plan -p ./profiles/lab.yaml"],
] as const;

const lines = keystrokes.map(([keys]) => keys);
const calls = keystrokes.map(([, call]) => call);

/** zsh takes the slash behind a folder away again. */
const trimmed = (found: readonly string[]) => found.map((line) => line.trimEnd().replace(/\/$/, ""));

oracle("bash completes at its own prompt", ["python3"], async () => {
  const start = "bind 'set enable-bracketed-paste off'; source <(edgegen completion bash)\n";
  expect(trimmed(await typed(["bash", "--norc", "--noprofile", "-i"], [start, ...lines]))).toEqual(calls);
});

oracle("zsh completes at its own prompt", ["python3", "zsh"], async () => {
  const start = "autoload -Uz compinit; compinit -u -D; source <(edgegen completion zsh)\n";
  expect(trimmed(await typed(["zsh", "-f", "-i"], [start, ...lines]))).toEqual(calls);
});

oracle("zsh loads the same script from its path of functions", ["python3", "zsh"], async () => {
  const { output } = await run("env", inWork("edgegen", "completion", "zsh"));
  writeFileSync(join(work, "home/_edgegen"), `${output}\n`);
  const start = "fpath=(~ $fpath); autoload -Uz compinit; compinit -u -D\n";
  expect(trimmed(await typed(["zsh", "-f", "-i"], [start, ...lines]))).toEqual(calls);
});

oracle("bash finds an alias that was made later", [], async () => {
  const script = `source <(edgegen completion bash)
COMP_WORDS=(edgegen build -p lab --node ''); COMP_CWORD=5
_edgegen edgegen '' --node; printf '%s ' "\${COMPREPLY[@]}"
PATH=/usr/bin:/bin
_edgegen edgegen '' --node; printf '%s ' "\${#COMPREPLY[@]}"
shopt -s expand_aliases; alias edgegen='${work}/bin/edgegen'
_edgegen edgegen '' --node; printf '%s ' "\${COMPREPLY[@]}"`;
  const outcome = await run("env", inWork("bash", "--norc", "-c", script));
  expect(outcome).toEqual({ status: 0, output: "lab1 node2 node3 0 lab1 node2 node3" });
});

oracle("fish offers the same, with what it means", ["fish"], async () => {
  const asks = [
    "edgegen val",
    "edgegen build -p lab --node node",
    "edgegen plan --format=pre",
    "edgegen explain duplicate-m",
    "edgegen init --ssh-key ke",
    "edgegen build --out outs",
  ];
  const script = ["edgegen completion fish | source", ...asks.map((line) => `complete -C '${line}'`)].join("\n");
  const { status, output } = await run("env", inWork("fish", "--no-config", "-c", script));
  expect(status, output).toBe(0);
  const found = output.split("\n").map((line) => line.split("\t"));
  const values = ["validate", "node2", "node3", "--format=pretty", "duplicate-mac", "key.pub", "outside/"];
  expect(found.map(([value]) => value)).toEqual(values);
  expect(found[0]?.[1]).toBe("says everything that is wrong with a profile");
});

oracle("each script is sound to its shell", ["shellcheck", "zsh", "fish"], async () => {
  for (const [shell, judge] of [
    ["bash", ["bash", "-n"]],
    ["zsh", ["zsh", "-n"]],
    ["fish", ["fish", "--no-execute"]],
    ["bash", ["shellcheck", "-s", "bash"]],
  ] as const) {
    const script = join(work, `script.${shell}`);
    const { output } = await run("env", inWork("edgegen", "completion", shell));
    writeFileSync(script, `${output}\n`);
    const [command, ...args] = judge;
    expect(await run(command, [...args, script])).toEqual({ status: 0, output: "" });
  }
});
