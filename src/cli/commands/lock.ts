import type { Command } from "commander";
import type { Mirrors } from "../../lock/origins.ts";
import type { Finish } from "../finish.ts";
import type { Io } from "../io.ts";
import { withMirrors } from "../mirrors.ts";
import { type ProfileOptions, profileVerb } from "../profile-verb.ts";

export interface LockOptions extends ProfileOptions {
  readonly channel?: string;
  readonly mirror: Mirrors;
}

export function lockCommand(root: Command, io: Io, finish: Finish): void {
  withMirrors(profileVerb(root, "lock", "pins what every download must be, in profiles/<cluster>.lock.yaml"))
    .option(
      "--channel <name>",
      "first see whether the profile's K3s is what this channel offers: stable, v1.34. The lock remembers it, and asks again",
    )
    .addHelpText("after", "\nExample:\n  edgegen lock --profile pi4-2node")
    .action(async (options: LockOptions) => finish(await (await import("../verbs/lock.ts")).lockVerb(io, options)));
}
