import type { Command } from "commander";
import { unknownCommand } from "./habits.ts";

/** `edgegen help secrets set`: commander itself would look at the first word alone, and pass over one that it does not know. */
export function showHelp(root: Command, words: readonly string[]): void {
  let found = root;
  for (const word of words.filter((each) => !each.startsWith("-"))) {
    const names = found.commands.map((command) => command.name());
    found = found.commands.find((command) => command.name() === word) ?? found.error(unknownCommand(word, names));
  }
  found.outputHelp();
}
