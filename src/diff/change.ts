import { parsePlain } from "../yaml/plain.ts";
import { printYaml } from "../yaml/print.ts";
import { compareLines } from "./hunks.ts";
import type { Known } from "./labels.ts";
import { maskData } from "./mask-data.ts";
import { maskTexts } from "./mask-text.ts";

/** What is said of one file: a note where its text cannot or must not be shown, else how its lines differ. */
export interface Change {
  readonly name: string;
  readonly note: string | undefined;
  readonly lines: readonly string[];
  readonly added: number;
  readonly removed: number;
}

export interface Version {
  readonly text: string;
  /** Octal. */
  readonly mode: string;
}

export const noted = (name: string, note: string): Change => ({ name, note, lines: [], added: 0, removed: 0 });

/**
 * How much of a file may be secret. open: nothing that is not known; keyed: also what looks like it; data: YAML in which anything may
 * be; hidden: all of it.
 */
export type Care = "open" | "keyed" | "data" | "hidden";

/** Nothing is shown of what is not understood. */
export const edited = "was edited in out/, and cannot be compared";

/** Undefined when nothing is left to say. */
export function changeOf(
  name: string,
  before: Version | undefined,
  after: Version | undefined,
  care: Care,
  known: Known,
): Change | undefined {
  if (!after) return noted(name, "will not be there any more");
  if (care === "hidden") return hidden(name, before, after);
  const shown =
    care === "data" ? masked(before, after, known) : maskTexts(textsOf(before, after), known, care === "keyed");
  if (!shown) return noted(name, edited);
  const [old, fresh] = shown;
  if (old === fresh) return before ? ofMode(name, before, after) : noted(name, "new, and empty");
  const names = [`--- ${before ? name : "/dev/null"}`, `+++ ${name}`];
  const { lines, added, removed } = compareLines(old, fresh);
  return { name, note: before && modeNote(before, after), lines: [...names, ...lines], added, removed };
}

const textsOf = (before: Version | undefined, after: Version) => [before?.text ?? "", after.text] as const;

/** JSON is YAML too, and printed as that. */
function masked(before: Version | undefined, after: Version, known: Known): readonly [string, string] | undefined {
  const [old, fresh] = [parsePlain(before?.text ?? "{}"), parsePlain(after.text)];
  if (!("value" in old && "value" in fresh)) return undefined;
  const [left, right] = maskData([old.value, fresh.value], known);
  return [before ? printYaml(left) : "", printYaml(right)];
}

function hidden(name: string, before: Version | undefined, after: Version): Change | undefined {
  if (!before) return noted(name, "new; it is secret");
  return before.text === after.text ? ofMode(name, before, after) : noted(name, "another secret");
}

function ofMode(name: string, before: Version, after: Version): Change | undefined {
  const note = modeNote(before, after);
  return note === undefined ? undefined : noted(name, note);
}

const modeNote = (before: Version, after: Version) =>
  before.mode === after.mode ? undefined : `mode ${after.mode}, now ${before.mode}`;
