import { type Command, Option } from "commander";
import type { Mirrors } from "../../lock/origins.ts";
import type { Finish } from "../finish.ts";
import type { Io } from "../io.ts";
import { withMirrors } from "../mirrors.ts";
import { type ProfileOptions, profileVerb } from "../profile-verb.ts";

export interface FetchOptions extends ProfileOptions {
  readonly mirror: Mirrors;
  readonly cache?: string;
  readonly only?: "k3s" | "images";
}

export const cacheHelp = "where downloads are kept (default: edgegen/ in XDG_CACHE_HOME or ~/.cache)";

export function fetchCommand(root: Command, io: Io, finish: Finish): void {
  withMirrors(profileVerb(root, "fetch", "downloads what the lock names, and checks it"))
    .addOption(new Option("--only <what>", "not everything: K3s, or operating systems").choices(["k3s", "images"]))
    .option("--cache <dir>", cacheHelp)
    .addHelpText("after", "\nExample:\n  edgegen fetch --profile pi4-2node --only k3s")
    .action(async (options: FetchOptions) => finish(await (await import("../verbs/fetch.ts")).fetchVerb(io, options)));
}
