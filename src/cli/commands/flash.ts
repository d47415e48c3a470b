import type { Command } from "commander";
import type { Finish } from "../finish.ts";
import type { Io } from "../io.ts";
import { type ProfileOptions, profileVerb } from "../profile-verb.ts";

export interface FlashOptions extends ProfileOptions {
  readonly node: string;
  readonly device?: string;
  readonly out: string;
  readonly yes?: boolean;
  readonly force?: boolean;
}

export function flashCommand(root: Command, io: Io, finish: Finish): void {
  profileVerb(
    root,
    "flash",
    "writes a node's image to a card and reads it back; without --device it lists what looks like one",
  )
    .requiredOption("--node <name>", "whose image, as edgegen image made it")
    .option("--device <dev>", "the card as a whole, /dev/sdX or /dev/mmcblkX; or a file. Everything on it is replaced")
    .option("--out <dir>", "where the folder of the images is", "out")
    .option("--yes", "do not ask: the device is the right one")
    .option("--force", "also a disk that is built in, or larger than 2 TiB; never one that is in use")
    .addHelpText("after", "\nExample:\n  edgegen flash --profile pi4-2node --node dcn2 --device /dev/sdX")
    .action(async (options: FlashOptions) => finish(await (await import("../verbs/flash.ts")).flashVerb(io, options)));
}
