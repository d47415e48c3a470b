import type { Document, YAMLError } from "yaml";
import type { Diagnostic } from "../model/diagnostic.ts";
import { fault } from "../model/fault.ts";
import { withoutSecrets } from "../model/without-secrets.ts";
import type { Remark } from "./documents.ts";
import type { Explanation } from "./explanation.ts";
import { openedIn } from "./opened.ts";
import type { Reading } from "./reading.ts";
import { rangeAt } from "./slips.ts";
import { explain } from "./syntax-messages.ts";
import { tabBefore, tabFault } from "./tabs.ts";

const mostFaultsPerFile = 20;
/** Of a text that is no YAML at all each character may be an error. */
const mostErrors = 100;

/**
 * The syntax errors of a text, at most one a line. After an indentation by tab nothing else is said: the parser's guess at the level
 * that a tab means makes faults of the lines below it.
 */
export function syntaxFaults(
  file: string,
  text: string,
  documents: readonly Document[],
  remarks: readonly Remark[],
): readonly Diagnostic[] {
  const errors = documents.flatMap(({ errors, warnings }) => [...errors, ...warnings]).slice(0, mostErrors);
  if (errors.length === 0) return [];
  const tabs = errors.flatMap((error) => tabBefore(text, error) ?? []);
  const firstTab = tabs.reduce((first, tab) => Math.min(first, tab.start), Number.POSITIVE_INFINITY);
  const reading = { text, shown: withoutSecrets(text, "broken"), opened: openedIn(documents), remarks };
  const openQuotes = errors.filter(({ message }) => message.startsWith("Missing closing"));
  const others = errors
    .filter((error, index) => tabBefore(text, error) === undefined && !isWake(error, index === 0, reading, openQuotes))
    .map((error) => ({ file, reading, error, ...explain(error, reading) }))
    .filter((found, index, all) => !all.slice(0, index).some((before) => isBelow(text, before, found)))
    .map(syntaxFault)
    .filter(({ span }) => span && span.start < firstTab);
  return onePerLine(text, [...tabs.map((tab) => tabFault(file, text, tab)), ...others.slice(0, mostFaultsPerFile)]);
}

/**
 * Whether an error is only what follows from one before. After a bracket too many the document is over for the parser, and all below a
 * fault to it; of that, what is one by itself is said. A quotation mark that is not closed takes the brackets around it along.
 */
function isWake(
  error: YAMLError,
  isFirst: boolean,
  { text, shown }: Reading,
  openQuotes: readonly YAMLError[],
): boolean {
  const [at] = error.pos;
  if (error.message.includes("token in YAML stream")) return !isFirst && rangeAt(shown, at) === undefined;
  if (!error.message.startsWith("Flow")) return false;
  return openQuotes.some(({ pos: [end] }) => end <= at && at - end < 1000 && text.slice(end, at).trim() === "");
}

interface Found extends Explanation {
  readonly file: string;
  readonly reading: Reading;
  readonly error: YAMLError;
}

/** Whether an error stands on one of the lines that belong to one before, and would be gone with it. */
function isBelow(text: string, { wake, ...before }: Found, { error }: Found): boolean {
  if (wake === undefined) return false;
  const lines = text
    .slice(before.start ?? before.error.pos[0], error.pos[0])
    .split("\n")
    .slice(1);
  return lines.length < 100 && lines.every((line) => line.trim() === "" || line.search(/\S/) > wake);
}

function syntaxFault({ file, reading, error, message, note, suggestion, ...place }: Found): Diagnostic {
  const { text } = reading;
  const from = Math.min(place.start ?? error.pos[0], text.length);
  const start = from + (/^ */.exec(text.slice(from, from + 200))?.[0].length ?? 0);
  const lineEnd = text.indexOf("\n", start);
  const end = Math.min(Math.max(place.end ?? error.pos[1], start + 1), lineEnd < 0 ? text.length : lineEnd);
  const span = { file, start, end: Math.max(start, end) };
  // A secret that was left without its colon must not come back in what to write instead.
  const isShown = reading.shown.slice(start, end) === text.slice(start, end);
  const better = suggestion !== undefined && isShown ? { span, text: suggestion } : undefined;
  return fault("yaml-syntax", message, { span, notes: note ? [note] : [], suggestion: better });
}

function onePerLine(text: string, found: readonly Diagnostic[]): Diagnostic[] {
  const lines = new Set<number>();
  const sorted = found.toSorted((a, b) => (a.span?.start ?? 0) - (b.span?.start ?? 0));
  return sorted.filter((diagnostic) => {
    const lineStart = text.lastIndexOf("\n", (diagnostic.span?.start ?? 0) - 1);
    return !lines.has(lineStart) && lines.add(lineStart);
  });
}
