import { type Command, InvalidArgumentError, Option } from "commander";
import { type Machine, machines } from "../../boot/machine.ts";
import type { Finish } from "../finish.ts";
import type { Io } from "../io.ts";
import { parseMirror } from "../mirror.ts";
import { identityHelp, type ProfileOptions, profileVerb, several } from "../profile-verb.ts";
import { cacheHelp } from "./fetch.ts";

export interface BootOptions extends ProfileOptions {
  readonly node: readonly string[];
  readonly base?: string;
  readonly machine?: Machine;
  readonly memory?: number;
  readonly timeout?: number;
  readonly boots: number;
  readonly mirror?: URL;
  readonly offline?: boolean;
  readonly cache?: string;
  readonly keep?: boolean;
  readonly ssh?: boolean;
  readonly sshKey?: string;
  readonly out: string;
}

export function bootCommand(root: Command, io: Io, finish: Finish): void {
  profileVerb(root, "boot", "boots cards on an emulated Raspberry Pi and checks the machines")
    .option("--node <name>", "only this node (repeatable)", several, [])
    .option("--base <image>", "an unpacked OS image; without it the one that `make testbed` made")
    .addOption(
      new Option("--machine <name>", "of QEMU; without it what the image's kernel can start on").choices(machines),
    )
    .option("--memory <mib>", "of -M virt (a raspi3b has 1024)", count)
    .option("--timeout <seconds>", "how long a boot may take", count)
    .addOption(new Option("--boots <n>", "how often each is switched on").argParser(count).default(2))
    .option(
      "--mirror <url>",
      "http://... of K3s's releases: the boot goes on beyond their download, to all that needs no package server",
      mirror,
    )
    .option(
      "--offline",
      "K3s comes on the card, from what edgegen fetch has downloaded: the boot goes on to all that needs no network",
    )
    .option("--cache <dir>", cacheHelp)
    .option("--keep", "leave the disk behind, in out/<cluster>.boot/<node>/")
    .option("--ssh", "open a session on the node before it is switched off")
    .option("--ssh-key <file>", "private key of the profile's access.ssh_authorized_keys")
    .option("--out <dir>", "where the console's log goes", "out")
    .option("--identity <file>", identityHelp)
    .addHelpText("after", "\nExample:\n  edgegen boot --profile pi4-2node --node dcn2 --base raspios-lite.img")
    .action(async (options: BootOptions) => finish(await (await import("../verbs/boot.ts")).bootVerb(io, options)));
}

function mirror(value: string): URL {
  const url = parseMirror(value);
  if (url === undefined) throw new InvalidArgumentError("http://HOST[:PORT]/PATH is wanted.");
  return url;
}

/** A number of something: whole, and at least one. */
function count(value: string): number {
  const number = Number(value);
  if (!Number.isInteger(number) || number < 1) throw new InvalidArgumentError("a whole number from 1 on is wanted");
  return number;
}
