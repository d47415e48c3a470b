import { Command, CommanderError } from "commander";
import { applyCommand } from "./commands/apply.ts";
import { bootCommand } from "./commands/boot.ts";
import { buildCommand } from "./commands/build.ts";
import { completionCommand } from "./commands/completion.ts";
import { diffCommand } from "./commands/diff.ts";
import { explainCommand } from "./commands/explain.ts";
import { fetchCommand } from "./commands/fetch.ts";
import { flashCommand } from "./commands/flash.ts";
import { imageCommand } from "./commands/image.ts";
import { initCommand } from "./commands/init.ts";
import { kubeconfigCommand } from "./commands/kubeconfig.ts";
import { lockCommand } from "./commands/lock.ts";
import { planCommand } from "./commands/plan.ts";
import { schemaCommand } from "./commands/schema.ts";
import { secretsCommand } from "./commands/secrets.ts";
import { validateCommand } from "./commands/validate.ts";
import type { Finish } from "./finish.ts";
import { withHabit } from "./habits.ts";
import { showHelp } from "./help.ts";
import type { Io } from "./io.ts";
import { pathOf } from "./path-of.ts";

/** Exit codes, in one place: 0 done; 1 the profile is wrong, or drift; 2 wrong usage; 3 the environment; 70 a bug in edgegen. */
const usageError = 2;
const bug = 70;

/** Runs one command line (without `node edgegen`) and returns the exit code. Never throws. */
export async function cli(argv: readonly string[], io: Io): Promise<number> {
  let code = 0;
  const finish = (result: number) => {
    code = result;
  };
  try {
    const root = program(io, finish);
    if (argv[0] === "help") showHelp(root, argv.slice(1));
    else await root.parseAsync([...argv], { from: "user" });
    return code;
  } catch (error) {
    if (error instanceof CommanderError) return error.exitCode === 0 ? 0 : usageError;
    io.err(report(error, io.version));
    return bug;
  }
}

/** The command tree, from which help and completion are derived. */
export function program(io: Io, finish: Finish): Command {
  const root = new Command("edgegen")
    .description("Compiles a cluster profile to SD cards that become a K3s and Rancher cluster by themselves.")
    .version(io.version)
    .exitOverride()
    .configureOutput({ writeOut: io.out, writeErr: io.err, outputError: (text, write) => write(withHabit(text)) })
    .showHelpAfterError("(edgegen --help lists the verbs; options come after the verb)")
    .helpCommand("help [verb]", "the same as edgegen VERB --help")
    .addHelpText("after", "\nExample:\n  edgegen validate --profile pi4-2node");
  initCommand(root, io, finish);
  validateCommand(root, io, finish);
  planCommand(root, io, finish);
  buildCommand(root, io, finish);
  diffCommand(root, io, finish);
  lockCommand(root, io, finish);
  fetchCommand(root, io, finish);
  imageCommand(root, io, finish);
  applyCommand(root, io, finish);
  flashCommand(root, io, finish);
  bootCommand(root, io, finish);
  secretsCommand(root, io, finish);
  kubeconfigCommand(root, io, finish);
  explainCommand(root, io, finish);
  schemaCommand(root, io, finish);
  completionCommand(root, io, finish);
  for (const group of root.commands) group.showHelpAfterError(`(${pathOf(group)} --help shows its verbs)`);
  for (const verb of verbsBelow(root)) verb.showHelpAfterError(`(${pathOf(verb)} --help shows its options)`);
  return root;
}

/** The commands that do something, without the groups that hold them. */
const verbsBelow = (command: Command): readonly Command[] =>
  command.commands.length === 0 ? [command] : command.commands.flatMap(verbsBelow);

function report(error: unknown, version: string): string {
  const stack = error instanceof Error ? (error.stack ?? error.message) : String(error);
  return `This is a bug in edgegen ${version} (node ${process.version}). Please report it with the text below.\n${stack}\n`;
}
