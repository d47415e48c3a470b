import { Command, CommanderError, InvalidArgumentError, Option } from "commander";
import { type Machine, machines } from "../boot/machine.ts";
import { catalogue } from "../model/catalogue.ts";
import { type Format, formats } from "../report/formats.ts";
import { didYouMean } from "../validate/did-you-mean.ts";
import type { Io } from "./io.ts";
import { parseMirror } from "./mirror.ts";

/** Exit codes, in one place: 0 done; 1 the profile is wrong, or drift; 2 wrong usage; 3 the environment; 70 a bug in edgegen. */
const usageError = 2;
const bug = 70;

/** Runs one command line (without `node edgegen`) and returns the exit code. Never throws. */
export async function cli(argv: readonly string[], io: Io): Promise<number> {
  let code = 0;
  const finish = (result: number) => {
    code = result;
  };
  try {
    await program(io, finish).parseAsync([...argv], { from: "user" });
    return code;
  } catch (error) {
    if (error instanceof CommanderError) return error.exitCode === 0 ? 0 : usageError;
    io.err(report(error, io.version));
    return bug;
  }
}

function program(io: Io, finish: (code: number) => void): Command {
  const root = new Command("edgegen")
    .description("Compiles a cluster profile to SD cards that become a K3s and Rancher cluster by themselves.")
    .version(io.version)
    .exitOverride()
    .configureOutput({ writeOut: io.out, writeErr: io.err })
    .showHelpAfterError("(edgegen --help lists the verbs)")
    .helpCommand(false);
  validateVerb(root, io, finish);
  planVerb(root, io, finish);
  buildVerb(root, io, finish);
  bootVerb(root, io, finish);
  secretsVerbs(root, io, finish);
  kubeconfigVerb(root, io, finish);
  return root;
}

type Finish = (code: number) => void;

/** What every verb that reads a profile understands. */
export interface ProfileOptions {
  readonly profile: string;
  readonly format: Format;
  readonly color: "auto" | "always" | "never";
  readonly strict?: boolean;
  readonly allow: readonly string[];
  readonly identity?: string;
}

const several = (value: string, previous: readonly string[]): readonly string[] => [...previous, value];

/** A misspelt code would silence nothing, and nobody would know why. */
function allowed(value: string, previous: readonly string[]): readonly string[] {
  const codes = Object.entries(catalogue);
  const warnings = codes.flatMap(([code, { severity }]) => (severity === "warning" ? [code] : []));
  if (warnings.includes(value)) return [...previous, value];
  if (codes.some(([code]) => code === value)) throw new InvalidArgumentError("Only warnings can be allowed.");
  const near = didYouMean(value, warnings).words;
  const hint = near.length > 0 ? `Did you mean ${near.join(" or ")}?` : `Warnings: ${warnings.join(", ")}.`;
  throw new InvalidArgumentError(`There is no such warning. ${hint}`);
}

function profileVerb(parent: Command, name: string, description: string): Command {
  return (
    parent
      .command(name)
      .description(description)
      .option("-p, --profile <name>", "a file in profiles/ without its ending, or a path")
      // Not requiredOption: it would hide the better message about a misspelt --profile.
      .hook("preAction", requireProfile)
      .addOption(new Option("--format <format>", "of diagnostics").choices(formats).default("pretty"))
      .addOption(new Option("--color <when>").choices(["auto", "always", "never"]).default("auto"))
      .option("--strict", "warnings are errors")
      .option("--allow <code>", "do not show this warning (repeatable)", allowed, [])
  );
}

function requireProfile(command: Command): void {
  if (command.opts()["profile"] === undefined) command.error("error: which profile? (--profile NAME)");
}

const outHelp = "where the cluster's folder is, if there is one: a lost bundle is not made anew";

const identityHelp = "age identity that opens a sealed bundle";

function validateVerb(root: Command, io: Io, finish: Finish): void {
  profileVerb(root, "validate", "says everything that is wrong with a profile")
    .addHelpText("after", "\nExample:\n  edgegen validate --profile pi4-2node --strict")
    .action(async (options: ProfileOptions) =>
      finish(await (await import("./verbs/validate.ts")).validateVerb(io, options)),
    );
}

function planVerb(root: Command, io: Io, finish: Finish): void {
  profileVerb(root, "plan", "shows what each card will be")
    .option("--json", "as JSON")
    .addHelpText("after", "\nExample:\n  edgegen plan --profile pi4-2node --json")
    .action(async (options: ProfileOptions & { json?: boolean }) =>
      finish(await (await import("./verbs/plan.ts")).planVerb(io, options)),
    );
}

export interface BuildOptions extends ProfileOptions {
  readonly node: readonly string[];
  readonly out: string;
  readonly check?: boolean;
  readonly seedImage?: boolean;
}

function buildVerb(root: Command, io: Io, finish: Finish): void {
  profileVerb(root, "build", "compiles a profile to cards in out/<cluster>/")
    .option("--node <name>", "only this node; the others stay as they are (repeatable)", several, [])
    .option("--out <dir>", "where the cluster's folder is made", "out")
    .option("--check", "write nothing; exit 1 when out/ is not what the profile says")
    .option("--seed-image", "a seed.img for every node, not only for generic images")
    .option("--identity <file>", identityHelp)
    .addHelpText("after", "\nExample:\n  edgegen build --profile pi4-2node --node dcn2")
    .action(async (options: BuildOptions) => finish(await (await import("./verbs/build.ts")).buildVerb(io, options)));
}

export interface BootOptions extends ProfileOptions {
  readonly node: readonly string[];
  readonly base?: string;
  readonly machine?: Machine;
  readonly memory?: number;
  readonly timeout?: number;
  readonly boots: number;
  readonly mirror?: URL;
  readonly keep?: boolean;
  readonly ssh?: boolean;
  readonly sshKey?: string;
  readonly out: string;
}

function bootVerb(root: Command, io: Io, finish: Finish): void {
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
      "http://... of K3s's releases: the boot goes on to its end instead of to its download",
      mirror,
    )
    .option("--keep", "leave the disk behind, in out/<cluster>.boot/<node>/")
    .option("--ssh", "open a session on the node before it is switched off")
    .option("--ssh-key <file>", "private key of the profile's access.ssh_authorized_keys")
    .option("--out <dir>", "where the console's log goes", "out")
    .option("--identity <file>", identityHelp)
    .addHelpText("after", "\nExample:\n  edgegen boot --profile pi4-2node --node dcn2 --base raspios-lite.img")
    .action(async (options: BootOptions) => finish(await (await import("./verbs/boot.ts")).bootVerb(io, options)));
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

export interface KubeconfigOptions extends ProfileOptions {
  readonly breakGlass?: boolean;
}

function kubeconfigVerb(root: Command, io: Io, finish: Finish): void {
  profileVerb(root, "kubeconfig", "prints the operator's kubeconfig")
    .option("--break-glass", "the one of group system:masters, for the day that RBAC locks you out")
    .option("--identity <file>", identityHelp)
    .addHelpText("after", "\nExample:\n  edgegen kubeconfig --profile pi4-2node > ~/.kube/dcn")
    .action(async (options: KubeconfigOptions) =>
      finish(await (await import("./verbs/kubeconfig.ts")).kubeconfigVerb(io, options)),
    );
}

export interface RotateOptions extends ProfileOptions {
  readonly what: "operator" | "agent-token" | "rancher-certificate";
}

export interface EncryptOptions extends ProfileOptions {
  readonly recipient: readonly string[];
}

function secretsVerbs(root: Command, io: Io, finish: Finish): void {
  const secrets = root.command("secrets").description("makes, shows and changes the trust bundle").helpCommand(false);
  const load = () => import("./verbs/secrets.ts");
  profileVerb(secrets, "init", "makes the bundle, or adds what the profile needs and it lacks")
    .option("--out <dir>", outHelp, "out")
    .option("--identity <file>", identityHelp)
    .action(async (options: ProfileOptions) => finish(await (await load()).initVerb(io, options)));
  profileVerb(secrets, "show", "lists what the bundle holds; a secret's value only when it is named")
    .argument("[name]", "rancher-bootstrap-password, server-token, agent-token, or a secret of your own")
    .option("--identity <file>", identityHelp)
    .action(async (name: string | undefined, options: ProfileOptions) =>
      finish(await (await load()).showVerb(io, options, name)),
    );
  profileVerb(secrets, "set", "stores a secret of your own, asked for or read from standard input")
    .option("--out <dir>", outHelp, "out")
    .argument("<name>", "as in {secret: NAME}")
    .option("--identity <file>", identityHelp)
    .addHelpText("after", "\nExample:\n  edgegen secrets set wifi --profile home < password.txt")
    .action(async (name: string, options: ProfileOptions) => finish(await (await load()).setVerb(io, options, name)));
  profileVerb(secrets, "rotate", "replaces a secret and says which cards must be applied again")
    .addOption(
      new Option("--what <what>").choices(["operator", "agent-token", "rancher-certificate"]).makeOptionMandatory(),
    )
    .option("--identity <file>", identityHelp)
    .action(async (options: RotateOptions) => finish(await (await load()).rotateVerb(io, options)));
  profileVerb(secrets, "encrypt", "seals the bundle with age")
    .option("--recipient <key>", "age1... (repeatable)", several, [])
    .option("--identity <file>", "seals it for this identity, which opens it again")
    .addHelpText("after", "\nExample:\n  edgegen secrets encrypt --profile pi4-2node --identity ~/.age/key.txt")
    .action(async (options: EncryptOptions) =>
      finish(await (await import("./verbs/encrypt.ts")).encryptVerb(io, options)),
    );
}

function report(error: unknown, version: string): string {
  const stack = error instanceof Error ? (error.stack ?? error.message) : String(error);
  return `This is a bug in edgegen ${version} (node ${process.version}). Please report it with the text below.\n${stack}\n`;
}
