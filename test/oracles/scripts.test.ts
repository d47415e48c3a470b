import { existsSync, mkdtempSync, readdirSync, readFileSync, rmSync, writeFileSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { afterAll, expect } from "vitest";
import { parse } from "yaml";
import { type Card, type Command, cards } from "./cards.ts";
import { distinct, type Exhibit, judgeInRoot, oracle, run } from "./oracle.ts";

const work = mkdtempSync(join(tmpdir(), "edgegen-scripts-"));
afterAll(() => rmSync(work, { recursive: true, force: true }));

const files = (): readonly Exhibit[] => cards().flatMap((card) => card.files);
const isShell = ({ text }: Exhibit) => /^#! ?\S*\/(?:env )?(?:ba|da)?sh\b/.test(text);
const isPython = ({ at, text }: Exhibit) => at.endsWith(".py") || /^#!.*\bpython3/.test(text);

/**
 * What cloud-init makes of bootcmd and runcmd (cloudinit/util.py, shellify): one sh script, a string being a line of it as it
 * stands, a list being one command with every word quoted. The script after `sh -c` is judged by itself.
 */
function commandScripts({ at, config }: Card): readonly Exhibit[] {
  return (["bootcmd", "runcmd"] as const).flatMap((key) =>
    (config[key] ?? []).flatMap((command, index) =>
      scriptOf(command).map((text) => ({ at: `${at}:${key}[${index}]`, text: `#!/bin/sh\n${text}\n` })),
    ),
  );
}

function scriptOf(command: Command): readonly string[] {
  if (typeof command === "string") return [command];
  const words = command.map((word) => `'${word.replaceAll("'", "'\\''")}'`).join(" ");
  const inner =
    /^(?:\/(?:usr\/)?bin\/)?(?:ba)?sh$/.test(command[0] ?? "") && command[1] === "-c" ? [command[2] ?? ""] : [];
  return [words, ...inner];
}

/** What stands behind `cc:` in cmdline.append, as cloud-init reads it. */
function commandLineScripts({ at, folder }: Card): readonly Exhibit[] {
  const path = join(folder, "cmdline.append");
  const found = existsSync(path) ? /cc:(\S*)end_cc/.exec(readFileSync(path, "utf8"))?.[1] : undefined;
  const { runcmd = [] } = (parse(decodeURIComponent(found ?? "{}")) ?? {}) as { runcmd?: readonly Command[] };
  return runcmd.flatMap(scriptOf).map((text) => ({ at: `${at}:cmdline.append`, text: `#!/bin/sh\n${text}\n` }));
}

/** One start for all: the file names are the positions, and come back in its report. */
async function shellFaults(scripts: readonly Exhibit[]): Promise<string[]> {
  const names = scripts.map(({ text }, index) => {
    const name = join(work, `${index}.sh`);
    writeFileSync(name, text);
    return name;
  });
  const { output } = await run("shellcheck", ["--norc", "--format=json", "--severity=style", ...names]);
  const comments: readonly { file: string; line: number; code: number; message: string }[] = JSON.parse(output);
  return comments.map(({ file, line, code, message }) => {
    const script = scripts[names.indexOf(file)];
    return `${script?.at}: line ${line}: SC${code} ${message}`;
  });
}

oracle("shellcheck has nothing to say about any script, bootcmd or runcmd", ["shellcheck"], async () => {
  const written = distinct("shell scripts", files().filter(isShell));
  const commands = distinct("bootcmd and runcmd", cards().flatMap(commandScripts));
  const lines = distinct("cmdline.append", cards().flatMap(commandLineScripts));
  expect(await shellFaults([...written, ...commands, ...lines])).toEqual([]);
});

oracle("shellcheck has nothing to say about this project's own scripts", ["shellcheck"], async () => {
  const own = readdirSync("test/testbed").filter((name) => name.endsWith(".sh"));
  const paths = [".ci/run", ...own.map((name) => join("test/testbed", name))];
  expect(await shellFaults(paths.map((at) => ({ at, text: readFileSync(at, "utf8") })))).toEqual([]);
});

oracle("shellcheck is seen to refuse an unquoted value, in a file and in runcmd", ["shellcheck"], async () => {
  const inRuncmd = scriptOf(["sh", "-c", "rm $HOME/x"]).map((text) => ({ at: "runcmd", text: `#!/bin/sh\n${text}\n` }));
  const faults = await shellFaults([{ at: "file", text: "#!/bin/sh\nrm $1\n" }, ...inRuncmd]);
  expect(faults.sort()).toEqual([
    expect.stringMatching(/^file: line 2: SC2086/),
    expect.stringMatching(/^runcmd: line 2: SC2086/),
  ]);
});

/** All of them in one interpreter of the node's version; it names the file in its complaint. */
async function pythonFaults(programs: readonly Exhibit[]): Promise<string[]> {
  const check =
    "import json, sys\nfor at, text in json.load(sys.stdin):\n  try: compile(text, at, 'exec')\n  except SyntaxError as e: print(f'{at}: line {e.lineno}: {e.msg}')";
  const stdin = JSON.stringify(programs.map(({ at, text }) => [at, text]));
  const [outcome] = await judgeInRoot([stdin], () => ({ argv: ["python3", "-W", "error", "-c", check], stdin }));
  if (outcome === undefined || outcome.status !== 0) return [`python3: ${outcome?.output}`];
  return outcome.output === "" ? [] : outcome.output.split("\n");
}

oracle("the node's Python compiles every program of every card", ["root"], async () => {
  expect(await pythonFaults(distinct("Python", files().filter(isPython)))).toEqual([]);
});

oracle("the node's Python is seen to refuse a broken program and a doubtful escape", ["root"], async () => {
  const faults = await pythonFaults([
    { at: "broken.py", text: "def run(node):\n  return (\n" },
    { at: "doubtful.py", text: 'text = "\\d"\n' },
    { at: "good.py", text: "text = 'yes'\n" },
  ]);
  expect(faults).toEqual([expect.stringMatching(/^broken.py: line 2/), expect.stringMatching(/^doubtful.py: /)]);
});
