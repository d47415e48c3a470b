import type { Command } from "commander";
import type { Finish } from "../finish.ts";
import type { Io } from "../io.ts";
import { type ProfileOptions, profileVerb } from "../profile-verb.ts";

const aboutFormats = `What is found goes to stderr in the format pretty; in the formats line, json and github, which are for
programs, it goes to stdout, and nothing else does.`;

export function validateCommand(root: Command, io: Io, finish: Finish): void {
  profileVerb(root, "validate", "says everything that is wrong with a profile")
    .addHelpText("after", `\n${aboutFormats}`)
    .addHelpText("after", "\nExample:\n  edgegen validate --profile pi4-2node --strict")
    .action(async (options: ProfileOptions) =>
      finish(await (await import("../verbs/validate.ts")).validateVerb(io, options)),
    );
}
