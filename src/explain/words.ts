import { type Code, catalogue } from "../model/catalogue.ts";
import type { Explanation } from "./explanation.ts";

/** The first thing that is said of a code, for lists: up to the first full stop or colon that is not in code. */
export function summaryOf({ meaning }: Explanation): string {
  return /^(?:`[^`]*`|[^`.:]|[.:](?! |$))*/.exec(meaning)?.[0] ?? meaning;
}

const exits = {
  0: "a message, not a fault",
  1: "exit code 1, the profile is wrong",
  2: "exit code 2, wrong usage",
  3: "exit code 3, the machine or a file on it",
} as const;

/** What a run that meets this ends with. */
export function failing(code: Code): string {
  const { severity, exit } = catalogue[code];
  return severity === "warning" ? `exit code 0; --strict makes an error of it, --allow ${code} hides it` : exits[exit];
}
