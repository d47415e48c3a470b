import type { Command } from "commander";
import type { Finish } from "../finish.ts";
import type { Io } from "../io.ts";

export function schemaCommand(root: Command, io: Io, finish: Finish): void {
  root
    .command("schema")
    .description("prints the JSON Schema of the profile, for editors")
    .addHelpText("after", "\nExample:\n  edgegen schema > profile.schema.json")
    .action(async () => finish((await import("../verbs/schema.ts")).schemaVerb(io)));
}
