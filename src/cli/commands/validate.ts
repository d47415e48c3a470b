import type { Command } from "commander";
import type { Finish } from "../finish.ts";
import type { Io } from "../io.ts";
import { type ProfileOptions, profileVerb } from "../profile-verb.ts";

export function validateCommand(root: Command, io: Io, finish: Finish): void {
  profileVerb(root, "validate", "says everything that is wrong with a profile")
    .addHelpText("after", "\nExample:\n  edgegen validate --profile pi4-2node --strict")
    .action(async (options: ProfileOptions) =>
      finish(await (await import("../verbs/validate.ts")).validateVerb(io, options)),
    );
}
