import type { Argument, Command, Option } from "commander";
import { catalogue } from "../../model/catalogue.ts";
import { bundleSecrets } from "../commands/secrets.ts";

export interface Candidate {
  readonly value: string;
  readonly about?: string | undefined;
}

/** What may stand where somebody asks for completion. */
export type Wanted =
  | { readonly kind: "words"; readonly words: readonly Candidate[] }
  | { readonly kind: "profiles" | "files" | "folders" }
  /** Of the profile that the line names, but for those that it has already. */
  | NamesOf;

interface NamesOf {
  readonly kind: "nodes" | "secrets";
  readonly profile: string | undefined;
  readonly without: readonly string[];
  readonly also: readonly string[];
}

export interface Position {
  /** What is typed already of the word that is asked for, and stays as it is. */
  readonly before: string;
  readonly typed: string;
  readonly wanted: Wanted;
}

/** What the words before the last one have come to. */
interface Line {
  readonly command: Command;
  readonly operands: number;
  /** It waits for its value. */
  readonly option: Option | undefined;
  readonly given: ReadonlyMap<string, readonly string[]>;
}

const nothing: Wanted = { kind: "words", words: [] };

/** What a line asks for whose last word is being typed, from commander's own tree of commands: it knows what edgegen understands. */
export function wantedAt(root: Command, words: readonly string[]): Position {
  const typed = words.at(-1) ?? "";
  const start: Line = { command: root, operands: 0, option: undefined, given: new Map() };
  const line = words.slice(0, -1).reduce(read, start);
  if (line.option) return { before: "", typed, wanted: valuesOf(line.option, line) };
  const [flag, value] = splitFlag(typed);
  if (value !== undefined) {
    const option = optionOf(line.command, flag);
    return { before: `${flag}=`, typed: value, wanted: option ? valuesOf(option, line) : nothing };
  }
  return { before: "", typed, wanted: typed.startsWith("-") ? flags(line) : operand(line, root) };
}

/** bash takes `--node=dcn1` for three words. */
function read(line: Line, word: string): Line {
  if (line.option) return word === "=" ? line : given({ ...line, option: undefined }, line.option, word);
  const [flag, value] = splitFlag(word);
  const option = optionOf(line.command, flag);
  if (option && takesValue(option) && value === undefined) return { ...line, option };
  if (option) return given(line, option, value ?? "");
  const below = commandsOf(line.command).find((command) => command.name() === word);
  return below ? { ...line, command: below } : { ...line, operands: line.operands + 1 };
}

const given = (line: Line, option: Option, value: string): Line => ({
  ...line,
  given: new Map(line.given).set(option.name(), [...(line.given.get(option.name()) ?? []), value]),
});

function splitFlag(word: string): readonly [flag: string, value: string | undefined] {
  const at = word.startsWith("--") ? word.indexOf("=") : -1;
  return at < 0 ? [word, undefined] : [word.slice(0, at), word.slice(at + 1)];
}

const optionsOf = (command: Command) => command.createHelp().visibleOptions(command);
const commandsOf = (command: Command) => command.createHelp().visibleCommands(command);
const optionOf = (command: Command, flag: string) =>
  optionsOf(command).find(({ long, short }) => flag === long || flag === short);
const takesValue = (option: Option) => option.required || option.optional;
const isRepeatable = (option: Option) => Array.isArray(option.defaultValue);

function flags({ command, given }: Line): Wanted {
  const left = optionsOf(command).filter((option) => isRepeatable(option) || !given.has(option.name()));
  const words = left.map(({ long, short, description }) => ({ value: long ?? short ?? "", about: description }));
  return { kind: "words", words };
}

/** Where no word is wanted, only an option can come. */
function operand(line: Line, root: Command): Wanted {
  const below = commandsOf(line.command).map((each) => ({ value: each.name(), about: each.description() }));
  if (below.length > 0) return { kind: "words", words: below };
  const argument = line.command.registeredArguments[line.operands];
  return argument ? argumentOf(argument, line, root) : flags(line);
}

function argumentOf(argument: Argument, line: Line, root: Command): Wanted {
  if (argument.argChoices) return choices(argument.argChoices);
  switch (argument.name()) {
    case "code":
      return { kind: "words", words: codes() };
    case "secret":
      return { ...named("secrets", line), also: line.command.name() === "show" ? bundleSecrets : [] };
    case "verb":
      return operand({ ...line, command: root }, root);
    default:
      return nothing;
  }
}

/** By the option's own name, else by what its value is called. */
function valuesOf(option: Option, line: Line): Wanted {
  if (option.argChoices) return choices(option.argChoices);
  switch (option.long) {
    case "--profile":
      return { kind: "profiles" };
    case "--node":
      return named("nodes", line);
    case "--allow":
      return { kind: "words", words: codes().filter(({ about }) => about === "warning") };
  }
  const placeholder = /[<[](.*?)[>\]]/.exec(option.flags)?.[1] ?? "";
  if (placeholder === "dir") return { kind: "folders" };
  return ["file", "image", "device"].includes(placeholder) ? { kind: "files" } : nothing;
}

const choices = (values: readonly string[]): Wanted => ({ kind: "words", words: values.map((value) => ({ value })) });

const named = (kind: "nodes" | "secrets", { given }: Line): NamesOf => ({
  kind,
  profile: given.get("profile")?.at(-1),
  without: kind === "nodes" ? (given.get("node") ?? []) : [],
  also: [],
});

const codes = (): readonly Candidate[] =>
  Object.entries(catalogue).map(([value, { severity }]) => ({ value, about: severity }));
