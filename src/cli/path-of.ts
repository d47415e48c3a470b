import type { Command } from "commander";

/** A verb as it is typed: `edgegen secrets rotate`. */
export const pathOf = (command: Command): string =>
  command.parent ? `${pathOf(command.parent)} ${command.name()}` : command.name();
