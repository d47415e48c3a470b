import { Command, CommanderError } from "commander";
import { bootCommand } from "./commands/boot.ts";
import { buildCommand } from "./commands/build.ts";
import { kubeconfigCommand } from "./commands/kubeconfig.ts";
import { planCommand } from "./commands/plan.ts";
import { secretsCommand } from "./commands/secrets.ts";
import { validateCommand } from "./commands/validate.ts";
import type { Finish } from "./finish.ts";
import type { Io } from "./io.ts";

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
    await program(io, finish).parseAsync([...argv], { from: "user" });
    return code;
  } catch (error) {
    if (error instanceof CommanderError) return error.exitCode === 0 ? 0 : usageError;
    io.err(report(error, io.version));
    return bug;
  }
}

function program(io: Io, finish: Finish): Command {
  const root = new Command("edgegen")
    .description("Compiles a cluster profile to SD cards that become a K3s and Rancher cluster by themselves.")
    .version(io.version)
    .exitOverride()
    .configureOutput({ writeOut: io.out, writeErr: io.err })
    .showHelpAfterError("(edgegen --help lists the verbs)")
    .helpCommand(false);
  validateCommand(root, io, finish);
  planCommand(root, io, finish);
  buildCommand(root, io, finish);
  bootCommand(root, io, finish);
  secretsCommand(root, io, finish);
  kubeconfigCommand(root, io, finish);
  return root;
}

function report(error: unknown, version: string): string {
  const stack = error instanceof Error ? (error.stack ?? error.message) : String(error);
  return `This is a bug in edgegen ${version} (node ${process.version}). Please report it with the text below.\n${stack}\n`;
}
