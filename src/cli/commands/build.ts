import type { Command } from "commander";
import type { Finish } from "../finish.ts";
import type { Io } from "../io.ts";
import { identityHelp, type ProfileOptions, profileVerb, several } from "../profile-verb.ts";
import { cacheHelp } from "./fetch.ts";

export interface BuildOptions extends ProfileOptions {
  readonly node: readonly string[];
  readonly out: string;
  readonly check?: boolean;
  readonly seedImage?: boolean;
  readonly offline?: boolean;
  readonly cache?: string;
}

export function buildCommand(root: Command, io: Io, finish: Finish): void {
  profileVerb(root, "build", "compiles a profile to cards in out/<cluster>/")
    .option("--node <name>", "only this node; the others stay as they are (repeatable)", several, [])
    .option("--out <dir>", "where the cluster's folder is made", "out")
    .option("--check", "write nothing; exit 1 when out/ is not what the profile says")
    .option("--seed-image", "a seed.img for every node, not only for generic images")
    .option("--offline", "K3s comes on the card, from what edgegen fetch has downloaded")
    .option("--cache <dir>", cacheHelp)
    .option("--identity <file>", identityHelp)
    .addHelpText("after", "\nExample:\n  edgegen build --profile pi4-2node --node dcn2")
    .action(async (options: BuildOptions) => finish(await (await import("../verbs/build.ts")).buildVerb(io, options)));
}
