import { type Command, Option } from "commander";
import type { Finish } from "../finish.ts";
import { habitsOfSecrets, withHabit } from "../habits.ts";
import type { Io } from "../io.ts";
import { identityHelp, type ProfileOptions, profileVerb, several } from "../profile-verb.ts";

const outHelp = "where the cluster's folder is, if there is one: a lost bundle is not made anew";

/** What the bundle itself has for somebody to type. */
export const bundleSecrets = ["rancher-bootstrap-password", "server-token", "agent-token"] as const;

const rotatable = ["operator", "agent-token", "rancher-certificate"] as const;

export interface RotateOptions extends ProfileOptions {
  readonly what: (typeof rotatable)[number];
}

export interface EncryptOptions extends ProfileOptions {
  readonly recipient: readonly string[];
}

export function secretsCommand(root: Command, io: Io, finish: Finish): void {
  const secrets = root
    .command("secrets")
    .description("makes, shows and changes the trust bundle")
    .helpCommand(false)
    .configureOutput({ outputError: (text, write) => write(withHabit(text, habitsOfSecrets)) })
    .addHelpText("after", "\nExample:\n  edgegen secrets show --profile pi4-2node");
  const load = () => import("../verbs/secrets.ts");
  profileVerb(secrets, "init", "makes the bundle, or adds what the profile needs and it lacks")
    .option("--out <dir>", outHelp, "out")
    .option("--identity <file>", identityHelp)
    .addHelpText("after", "\nExample:\n  edgegen secrets init --profile pi4-2node")
    .action(async (options: ProfileOptions) => finish(await (await load()).initVerb(io, options)));
  profileVerb(secrets, "show", "lists what the bundle holds; a secret's value only when it is named")
    .argument("[secret]", `${bundleSecrets.join(", ")}, or a secret of your own`)
    .option("--identity <file>", identityHelp)
    .addHelpText("after", "\nExample:\n  edgegen secrets show rancher-bootstrap-password --profile pi4-2node")
    .action(async (name: string | undefined, options: ProfileOptions) =>
      finish(await (await load()).showVerb(io, options, name)),
    );
  profileVerb(secrets, "set", "stores a secret of your own, asked for or read from standard input")
    .option("--out <dir>", outHelp, "out")
    .argument("<secret>", "as in {secret: NAME}")
    .option("--identity <file>", identityHelp)
    .addHelpText("after", "\nExample:\n  edgegen secrets set wifi --profile home < password.txt")
    .action(async (name: string, options: ProfileOptions) => finish(await (await load()).setVerb(io, options, name)));
  profileVerb(secrets, "rotate", "replaces a secret and says which cards must be applied again")
    .addOption(new Option("--what <what>").choices(rotatable))
    .hook("preAction", requireWhat)
    .option("--identity <file>", identityHelp)
    .addHelpText("after", "\nExample:\n  edgegen secrets rotate --what agent-token --profile pi4-2node")
    .action(async (options: RotateOptions) => finish(await (await load()).rotateVerb(io, options)));
  profileVerb(secrets, "encrypt", "seals the bundle with age")
    .option("--recipient <key>", "age1... (repeatable)", several, [])
    .option("--identity <file>", "seals it for this identity, which opens it again")
    .addHelpText("after", "\nExample:\n  edgegen secrets encrypt --profile pi4-2node --identity ~/.age/key.txt")
    .action(async (options: EncryptOptions) =>
      finish(await (await import("../verbs/encrypt.ts")).encryptVerb(io, options)),
    );
}

/** Not a mandatory option: that would hide the better message about a misspelt one. */
function requireWhat(command: Command): void {
  if (command.opts()["what"] === undefined) command.error(`error: what? (--what ${rotatable.join(" | ")})`);
}
