import type { Command } from "commander";
import type { Finish } from "../finish.ts";
import type { Io } from "../io.ts";

export function explainCommand(root: Command, io: Io, finish: Finish): void {
  root
    .command("explain")
    .description("says what an error means, why it matters, and what to write instead")
    .argument("[code]", "as it stands in brackets in a message; without it, all codes are listed")
    .addHelpText("after", "\nExample:\n  edgegen explain bad-name")
    .action(async (code: string | undefined) => finish((await import("../verbs/explain.ts")).explainVerb(io, code)));
}
