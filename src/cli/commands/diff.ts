import { type Command, Option } from "commander";
import type { Finish } from "../finish.ts";
import type { Io } from "../io.ts";
import { identityHelp, type ProfileOptions, profileVerb, several } from "../profile-verb.ts";
import { cacheHelp } from "./fetch.ts";

export interface DiffOptions extends ProfileOptions {
  readonly node: readonly string[];
  readonly out: string;
  readonly seedImage?: boolean;
  readonly offline?: boolean;
  readonly cache?: string;
  readonly stat?: boolean;
  readonly nameOnly?: boolean;
}

export function diffCommand(root: Command, io: Io, finish: Finish): void {
  profileVerb(root, "diff", "shows what a build would change on which card, and exits with 1 when it would")
    .option("--node <name>", "only this node (repeatable)", several, [])
    .option("--out <dir>", "where the cluster's folder is", "out")
    .option("--stat", "how many lines of each file, instead of the lines")
    .addOption(new Option("--name-only", "the names of the files alone").conflicts("stat"))
    .option("--seed-image", "as for a build with it")
    .option("--offline", "as for a build with it")
    .option("--cache <dir>", cacheHelp)
    .option("--identity <file>", identityHelp)
    .addHelpText("after", "\nExample:\n  edgegen diff --profile pi4-2node --node dcn2")
    .action(async (options: DiffOptions) => finish(await (await import("../verbs/diff.ts")).diffVerb(io, options)));
}
