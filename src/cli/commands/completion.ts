import { Argument, type Command } from "commander";
import type { Finish } from "../finish.ts";
import type { Io } from "../io.ts";

const shells = ["bash", "zsh", "fish"] as const;
export type Shell = (typeof shells)[number];

export function completionCommand(root: Command, io: Io, finish: Finish): void {
  root
    .command("completion")
    .description("prints a script that completes verbs, options, profiles, nodes and codes in a shell")
    .addArgument(new Argument("<shell>").choices(shells))
    .addHelpText("after", "\nExample:\n  source <(edgegen completion bash)")
    .action(async (shell: Shell) => finish((await import("../verbs/completion.ts")).completionVerb(io, shell)));
  // What those scripts call at every press of the key.
  root
    .command("complete", { hidden: true })
    .description("prints what the last of these words may become, one a line, behind a tab what it means")
    .argument("[words...]", "of a command line, without edgegen")
    .addHelpText("after", "\nExample:\n  edgegen complete -- secrets ro")
    .action(async (words: readonly string[]) =>
      finish(await (await import("../verbs/completion.ts")).completeVerb(io, root, words)),
    );
}
