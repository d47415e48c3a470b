import { type Command, InvalidArgumentError, Option } from "commander";
import type { Wishes } from "../../init/wishes.ts";
import { boardIds } from "../../model/boards.ts";
import { imageIds } from "../../model/images.ts";
import type { Finish } from "../finish.ts";
import type { Io } from "../io.ts";
import { type Printing, printing } from "../profile-verb.ts";

export interface InitOptions extends Printing, Wishes {}

export function initCommand(root: Command, io: Io, finish: Finish): void {
  printing(root.command("init"))
    .description("writes a commented profile that validates; with a terminal and no options it asks")
    .argument("[name]", "of the cluster: profiles/NAME.yaml is written; or a path (default: lab)")
    .addOption(offering("--image <image>", "operating system", imageIds))
    .addOption(offering("--board <board>", "that most nodes are", boardIds))
    .option("--memory <size>", "of most nodes, e.g. 4GiB")
    .option("--subnet <network>", "that all nodes are in, e.g. 192.168.1.0/24")
    .option("--gateway <address>", "the router (default: the first address of the subnet)")
    .option("--first-address <address>", "of the first node; the others count up from it")
    .option("--interface <name>", "of the network card, where it has no fixed name")
    .option("--wifi <ssid>", "the wireless network that all nodes are in")
    .option("--country <code>", "whose radio rules hold, e.g. IN")
    .option("--workers <n>", "beside the control plane (default: 2)", wholeNumber)
    .option("--rancher", "a computer for Rancher as well")
    .option("--no-rancher", "none (default)")
    .option("--timezone <zone>", "e.g. Europe/Berlin (default: UTC)")
    .option("--user <name>", "the account on every node (default: edge)")
    .option("--ssh-key <file>", "public key that may log in, or its text (default: a pair is made)")
    .addHelpText(
      "after",
      "\nExample:\n  edgegen init lab --subnet 192.168.7.0/24 --board pi-5 --workers 3 --no-rancher",
    )
    .action(async (name: string | undefined, options: InitOptions) =>
      finish(await (await import("../verbs/init.ts")).initVerb(io, name, options)),
    );
}

/** Offers values and leaves it to the language to refuse others: it says what was meant. */
const offering = (flags: string, description: string, values: readonly string[]) =>
  new Option(flags, description).choices(values).argParser(String);

function wholeNumber(value: string): number {
  if (!/^[0-9]{1,6}$/.test(value)) throw new InvalidArgumentError("A whole number is wanted.");
  return Number(value);
}
