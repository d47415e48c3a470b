import type { Command } from "commander";
import type { Finish } from "../finish.ts";
import type { Io } from "../io.ts";
import { type ProfileOptions, profileVerb } from "../profile-verb.ts";

export function planCommand(root: Command, io: Io, finish: Finish): void {
  profileVerb(root, "plan", "shows what each card will be")
    .option("--json", "as JSON")
    .addHelpText("after", "\nExample:\n  edgegen plan --profile pi4-2node --json")
    .action(async (options: ProfileOptions & { json?: boolean }) =>
      finish(await (await import("../verbs/plan.ts")).planVerb(io, options)),
    );
}
