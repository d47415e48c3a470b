import type { Command } from "commander";
import type { Finish } from "../finish.ts";
import type { Io } from "../io.ts";
import { identityHelp, type ProfileOptions, profileVerb, several } from "../profile-verb.ts";
import { cacheHelp } from "./fetch.ts";

export interface ImageOptions extends ProfileOptions {
  readonly node: readonly string[];
  readonly base?: string;
  readonly out: string;
  readonly sums?: boolean;
  readonly offline?: boolean;
  readonly cache?: string;
}

export function imageCommand(root: Command, io: Io, finish: Finish): void {
  profileVerb(root, "image", "makes an image for every card from a stock OS image, in out/<cluster>.img/")
    .option(
      "--base <image>",
      "as its makers publish it: .img, .img.xz, .img.zst or .img.gz; without it what edgegen fetch has downloaded",
    )
    .option("--node <name>", "only this node (repeatable)", several, [])
    .option("--out <dir>", "where the folder of the images is made", "out")
    .option(
      "--sums",
      "the sha256 of every image in os-list.json, so that Raspberry Pi Imager checks it: reads all of them",
    )
    .option("--offline", "K3s comes on the card, from what edgegen fetch has downloaded")
    .option("--cache <dir>", cacheHelp)
    .option("--identity <file>", identityHelp)
    .addHelpText(
      "after",
      "\nExample:\n  edgegen image --profile pi4-2node --base ubuntu-24.04.4-preinstalled-server-arm64+raspi.img.xz",
    )
    .action(async (options: ImageOptions) => finish(await (await import("../verbs/image.ts")).imageVerb(io, options)));
}
