import type { Diagnostic, Note } from "../model/diagnostic.ts";
import { printable } from "../model/printable.ts";
import { type Pages, positionOf } from "./position.ts";

/** A suggestion in words: what leads to the text, the text itself, and what ends the sentence. */
type Remedy = readonly [lead: string, text: string, end: string];

/** What to write instead; that quotes or brackets are too many or missing is said, since in a question nobody would see them. */
export function remedyOf({ suggestion }: Diagnostic, pages: Pages): Remedy | undefined {
  if (!suggestion) return undefined;
  const { span, text } = suggestion;
  const there = pages(span.file)?.text.slice(span.start, span.end);
  if (there === text) return undefined;
  if (there === `"${text}"` || there === `'${text}'`) return ["without quotes: ", printable(text), ""];
  if (text === `"${there}"`) return ["in quotes: ", printable(text), ""];
  if (text === `[${there}]`) return ["in brackets: ", printable(text), ""];
  if (there === `[${text}]`) return ["without brackets: ", printable(text), ""];
  return ["did you mean ", /^["[{]/.test(text) ? printable(text) : JSON.stringify(printable(text)), "?"];
}

/** A note with its place, where it has one. */
export function noteText(note: Note, pages: Pages): string {
  const at = note.span && positionOf(note.span, pages);
  const place = note.span && at ? `${printable(note.span.file)}:${at.line}:${at.column}: ` : "";
  return `${place}${printable(note.message)}`;
}

/** A sentence on what to do is worth its room on a line, a long list is not. */
const mostNotes = 2;

/** The remedies in one line, for formats that have no more: ` (did you mean "cluster"? allowed here: ...)`. */
export function remediesInLine(diagnostic: Diagnostic, pages: Pages): string {
  const remedy = remedyOf(diagnostic, pages)?.join("");
  const notes = diagnostic.notes.slice(0, mostNotes).map((note) => noteText(note, pages));
  const sentences = [...(remedy === undefined ? [] : [remedy]), ...notes];
  const text = sentences.reduce((line, sentence) => line + (line.endsWith("?") ? " " : "; ") + sentence, "");
  return text === "" ? "" : ` (${text.slice(2)})`;
}
