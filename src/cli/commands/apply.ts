import { type Command, Option } from "commander";
import type { Finish } from "../finish.ts";
import type { Io } from "../io.ts";
import { identityHelp, type ProfileOptions, profileVerb } from "../profile-verb.ts";
import { cacheHelp } from "./fetch.ts";

export interface ApplyOptions extends ProfileOptions {
  readonly node: string;
  readonly boot?: string;
  readonly device?: string;
  readonly image?: string;
  readonly dryRun?: boolean;
  readonly out: string;
  readonly offline?: boolean;
  readonly cache?: string;
}

export function applyCommand(root: Command, io: Io, finish: Finish): void {
  profileVerb(root, "apply", "puts a node's card onto a card, or an image, that holds a stock OS")
    .requiredOption("--node <name>", "which node it becomes")
    .addOption(new Option("--boot <dir>", "where its boot partition is mounted").conflicts(["device", "image"]))
    .addOption(new Option("--device <dev>", "the whole card, not mounted: /dev/sdX").conflicts("image"))
    .option("--image <file>", "an image of it, unpacked")
    .option("--dry-run", "show what would change, without secrets, and write nothing")
    .option("--out <dir>", "where the cluster was built, if it was", "out")
    .option("--offline", "K3s comes on the card, from what edgegen fetch has downloaded")
    .option("--cache <dir>", cacheHelp)
    .option("--identity <file>", identityHelp)
    .addHelpText("after", "\nExample:\n  edgegen apply --profile pi4-2node --node dcn2 --boot /media/me/bootfs")
    .action(async (options: ApplyOptions) => finish(await (await import("../verbs/apply.ts")).applyVerb(io, options)));
}
