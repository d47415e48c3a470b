import type { Diagnostic, Note } from "../model/diagnostic.ts";
import { printable } from "../model/printable.ts";
import type { Sources } from "../model/span.ts";
import { type Drawn, withoutAlike } from "./alike.ts";
import { openPages, type Pages, positionOf } from "./position.ts";
import { place, pretty } from "./pretty.ts";
import { remediesInLine } from "./remedy.ts";
import { plain, type Style } from "./style.ts";

export const formats = ["pretty", "line", "json", "github"] as const;
export type Format = (typeof formats)[number];

export interface PrintOptions {
  readonly format: Format;
  readonly style: Style;
  /** Columns of the terminal. */
  readonly width: number;
}

/** All diagnostics of a run as one text. The caller has sorted them. */
export function print(diagnostics: readonly Diagnostic[], sources: Sources, options: PrintOptions): string {
  const pages = openPages(sources);
  if (options.format === "json") return `${JSON.stringify(asJson(diagnostics, pages), undefined, 2)}\n`;
  if (options.format === "line") return diagnostics.map((d) => asLine(d, pages)).join("");
  if (options.format === "github") return diagnostics.map((d) => asAnnotation(d, pages)).join("");
  const drawn = withoutAlike(diagnostics, pages);
  const frames = listsOnce(worstOf(drawn)).map((each) => pretty(each.diagnostic, { pages, ...options }, each.lines));
  const more = drawn.length - frames.length;
  const rest = more === 0 ? "" : `\n${more} more: --format line shows all of them\n`;
  return frames.length === 0 ? "" : `${frames.join("\n")}${rest}${summary(diagnostics)}`;
}

/** What is allowed somewhere is a long list: once on a screen is enough. */
function listsOnce(all: readonly Drawn[]): readonly Drawn[] {
  const seen = new Set<string>();
  const isNew = ({ message }: Note) => !/^(?:allowed here|expected: one of)\b/.test(message) || !seen.has(message);
  return all.map(({ diagnostic, lines }) => {
    const notes = diagnostic.notes.filter(isNew);
    for (const { message } of notes) seen.add(message);
    return { diagnostic: { ...diagnostic, notes }, lines };
  });
}

/** Nobody reads further on a terminal, and what scrolled away is the beginning. */
const mostFrames = 50;

/** As many as are drawn, errors rather than warnings, in their order. */
function worstOf(all: readonly Drawn[]): readonly Drawn[] {
  if (all.length <= mostFrames) return all;
  const isError = ({ diagnostic }: Drawn) => diagnostic.severity === "error";
  const worst = new Set([...all.filter(isError), ...all.filter((each) => !isError(each))].slice(0, mostFrames));
  return all.filter((each) => worst.has(each));
}

function asLine(diagnostic: Diagnostic, pages: Pages): string {
  const at = place(diagnostic, pages);
  const text = printable(diagnostic.message) + remediesInLine(diagnostic, pages);
  return `${at === "" ? "" : `${at}: `}${diagnostic.severity}[${diagnostic.code}]: ${text}\n`;
}

/** Stable: keys are only added, never renamed. Offsets are UTF-16 code units, lines and columns count from 1. */
function asJson(diagnostics: readonly Diagnostic[], pages: Pages): unknown {
  return diagnostics.map((diagnostic) => ({
    code: diagnostic.code,
    severity: diagnostic.severity,
    message: diagnostic.message,
    ...where(diagnostic, pages),
    notes: diagnostic.notes.map((note) => ({ message: note.message, ...where(note, pages) })),
    ...(diagnostic.suggestion && { suggestion: diagnostic.suggestion.text }),
  }));
}

function where(item: Pick<Diagnostic, "span" | "subject">, pages: Pages): Record<string, unknown> {
  if (!item.span) return item.subject === undefined ? {} : { subject: item.subject };
  const at = positionOf(item.span, pages);
  return {
    file: item.span.file,
    ...(at && { line: at.line, column: at.column }),
    start: item.span.start,
    end: item.span.end,
  };
}

/** docs.github.com: workflow commands. `%`, CR and LF are escaped, in properties also `:` and `,`. */
function asAnnotation(diagnostic: Diagnostic, pages: Pages): string {
  const kind = diagnostic.severity === "info" ? "notice" : diagnostic.severity;
  const at = diagnostic.span && positionOf(diagnostic.span, pages);
  const file = diagnostic.span ? `file=${property(diagnostic.span.file)},` : "";
  const position = at ? `line=${at.line},col=${at.column},` : "";
  const subject = diagnostic.subject === undefined ? "" : `${diagnostic.subject}: `;
  const text = data(subject + diagnostic.message + remediesInLine(diagnostic, pages));
  return `::${kind} ${file}${position}title=${property(diagnostic.code)}::${text}\n`;
}

const data = (text: string) =>
  text
    .split("\n")
    .map((line) => printable(line).replaceAll("%", "%25"))
    .join("%0A");
const property = (text: string) => data(text).replaceAll(":", "%3A").replaceAll(",", "%2C");

function summary(diagnostics: readonly Diagnostic[]): string {
  const count = (severity: string, word: string) => {
    const n = diagnostics.filter((d) => d.severity === severity).length;
    return n === 0 ? [] : [`${n} ${word}${n === 1 ? "" : "s"}`];
  };
  const errors = count("error", "error");
  const warnings = count("warning", "warning");
  if (errors.length + warnings.length === 0) return "";
  const parts = errors.length === 0 ? [...warnings, "no error"] : [...errors, ...warnings];
  return `\n${parts.join(", ")}${furtherReading(diagnostics)}\n`;
}

/** Where to read on: of the first error, or of the first warning where there is none. */
function furtherReading(diagnostics: readonly Diagnostic[]): string {
  const worst = diagnostics.some((d) => d.severity === "error") ? "error" : "warning";
  const [code, ...others] = new Set(diagnostics.filter((d) => d.severity === worst).map((d) => d.code));
  return `; edgegen explain ${code} says more${others.length === 0 ? "" : ", as it does of every code in brackets"}`;
}

export const plainOptions: PrintOptions = { format: "pretty", style: plain, width: 100 };
