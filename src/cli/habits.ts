import { didYouMean } from "../model/did-you-mean.ts";

const verb = (name: string) => `Did you mean ${name}?`;
const build = verb("build");
const comesUp = "edgegen build makes the cards; what is flashed to them comes up by itself";

/** Words that other programs have for what edgegen calls otherwise. */
const words: Readonly<Record<string, string>> = {
  ...{ check: verb("validate"), lint: verb("validate"), verify: verb("validate"), test: verb("validate") },
  ...{ new: verb("init"), create: verb("init"), add: "a node is added in the profile, then edgegen build" },
  ...{ generate: build, compile: build, make: build, render: build },
  ...{ deploy: comesUp, up: comesUp, install: comesUp, run: comesUp },
  ...{ write: verb("flash"), burn: verb("flash") },
  ...{ preview: "Did you mean plan or diff?", list: "Did you mean plan, or secrets show?" },
  ...{ ls: "Did you mean plan, or secrets show?", get: "Did you mean secrets show?" },
  ...{ version: verb("--version"), "-v": verb("--version") },
  ...{ "-f": verb("--profile"), "-c": verb("--profile"), "--file": verb("--profile"), "--config": verb("--profile") },
  ...{ "-o": verb("--out"), "--output": verb("--out") },
  "--dry-run": "edgegen build --check says whether anything would change, edgegen diff shows what",
  "--force": "nothing has to be forced: a build replaces what edgegen wrote, and names what else is in the way",
};

/** What some of them are below `secrets`. */
export const habitsOfSecrets = {
  ...words,
  list: verb("secrets show"),
  ls: verb("secrets show"),
  add: verb("secrets set"),
};

/** Commander's words about an unknown one, with what a habit meant in place of what is spelt alike. */
export function withHabit(text: string, habits = words): string {
  const [, word = ""] = /^error: unknown (?:command|option) '([^']+)'/.exec(text) ?? [];
  const habit = Object.hasOwn(habits, word) ? habits[word] : undefined;
  return habit === undefined ? text : `${text.split("\n")[0]}\n(${habit})\n`;
}

/** What commander says of a word that is no command. */
export function unknownCommand(word: string, known: readonly string[]): string {
  const { words: near } = didYouMean(word, known);
  return `error: unknown command '${word}'${near.length > 0 ? `\n(Did you mean ${near.join(" or ")}?)` : ""}`;
}
