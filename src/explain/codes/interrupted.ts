import type { OtherFault } from "../explanation.ts";

export const interrupted: OtherFault = {
  meaning: "The run was stopped, by Ctrl-C or by the system, before it had finished.",
  why: "Nothing is half done: the old tree and the old bundle stay whole until the new ones are.",
  remedy: "Run the same command again.",
};
