import { type Command, InvalidArgumentError, Option } from "commander";
import { catalogue } from "../model/catalogue.ts";
import { didYouMean } from "../model/did-you-mean.ts";
import { type Format, formats } from "../report/formats.ts";
import { pathOf } from "./path-of.ts";

/** How diagnostics are printed. */
export interface Printing {
  readonly format: Format;
  readonly color: "auto" | "always" | "never";
}

/** What every verb that reads a profile understands. */
export interface ProfileOptions extends Printing {
  readonly profile: string;
  readonly strict?: boolean;
  readonly allow: readonly string[];
  readonly identity?: string;
}

export const several = (value: string, previous: readonly string[]): readonly string[] => [...previous, value];

export const identityHelp = "age identity that opens a sealed bundle";

/** Adds the options of a verb that prints diagnostics. */
export const printing = (command: Command): Command =>
  command
    .addOption(new Option("--format <format>", "of diagnostics").choices(formats).default("pretty"))
    .addOption(new Option("--color <when>").choices(["auto", "always", "never"]).default("auto"));

export function profileVerb(parent: Command, name: string, description: string): Command {
  const command = parent.command(name).description(description);
  return (
    printing(command.option("-p, --profile <name>", "a file in profiles/ without its ending, or a path"))
      // Not requiredOption, and words that are too many are taken at first: both would hide a better message.
      .allowExcessArguments(true)
      .hook("preAction", requireProfile)
      .option("--strict", "warnings are errors")
      .option("--allow <code>", "do not show this warning (repeatable, or with commas between)", allowed, [])
  );
}

function requireProfile(command: Command): void {
  const { profile, node } = command.opts<{ profile?: string; node?: unknown }>();
  const [own, [extra]] = split(command.args, command.registeredArguments.length);
  if (extra !== undefined && pathOf(command).endsWith("secrets set")) valueGiven(command, own, profile);
  if (profile === "" || (profile === undefined && extra === undefined))
    command.error("error: which profile? (--profile NAME)");
  if (extra === undefined) return;
  if (profile === undefined)
    command.error(
      `error: a profile is named with --profile: ${[pathOf(command), ...own].join(" ")} --profile ${extra}`,
    );
  const hint = node === undefined ? "" : `; a node is named with --node ${extra}`;
  command.error(`error: "${extra}" is one word too many, the profile is "${profile}"${hint}`);
}

/** The word is most likely the secret itself: it is not said again. */
function valueGiven(command: Command, own: readonly string[], profile = "NAME"): void {
  const asked = `${[pathOf(command), ...own].join(" ")} --profile ${profile} asks for it`;
  const history = "if that was it, it is in the history of your shell now";
  command.error(`error: the value is not given on the command line: ${asked}; ${history}`);
}

const split = (words: readonly string[], at: number) => [words.slice(0, at), words.slice(at)] as const;

const allowed = (value: string, previous: readonly string[]): readonly string[] => [
  ...previous,
  ...value.split(",").map((code) => allowable(code.trim())),
];

/** A misspelt code would silence nothing, and nobody would know why. */
function allowable(value: string): string {
  const codes = Object.entries(catalogue);
  const warnings = codes.flatMap(([code, { severity }]) => (severity === "warning" ? [code] : []));
  if (warnings.includes(value)) return value;
  if (codes.some(([code]) => code === value)) throw new InvalidArgumentError("Only warnings can be allowed.");
  const near = didYouMean(value, warnings).words;
  const hint = near.length > 0 ? `Did you mean ${near.join(" or ")}?` : `Warnings: ${warnings.join(", ")}.`;
  throw new InvalidArgumentError(`There is no such warning. ${hint}`);
}
