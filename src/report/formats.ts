import type { Diagnostic } from "../model/diagnostic.ts";
import { printable } from "../model/printable.ts";
import type { Sources } from "../model/span.ts";
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
  const frames = worstOf(diagnostics).map((d) => pretty(d, { pages, ...options }));
  const more = diagnostics.length - frames.length;
  const rest = more === 0 ? "" : `\n${more} more: --format line shows all of them\n`;
  return frames.length === 0 ? "" : `${frames.join("\n")}${rest}${summary(diagnostics)}`;
}

/** Nobody reads further on a terminal, and what scrolled away is the beginning. */
const mostFrames = 50;

/** As many as are drawn, errors rather than warnings, in their order. */
function worstOf(diagnostics: readonly Diagnostic[]): readonly Diagnostic[] {
  if (diagnostics.length <= mostFrames) return diagnostics;
  const isError = ({ severity }: Diagnostic) => severity === "error";
  const drawn = new Set(
    [...diagnostics.filter(isError), ...diagnostics.filter((d) => !isError(d))].slice(0, mostFrames),
  );
  return diagnostics.filter((diagnostic) => drawn.has(diagnostic));
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
  const parts = [...count("error", "error"), ...count("warning", "warning")];
  return parts.length === 0 ? "" : `\n${parts.join(", ")}${furtherReading(diagnostics)}\n`;
}

/** Where to read on; a run with warnings only is left in peace. */
function furtherReading(diagnostics: readonly Diagnostic[]): string {
  const [code, ...others] = new Set(diagnostics.filter((d) => d.severity === "error").map((d) => d.code));
  return code === undefined ? "" : `; edgegen explain ${others.length === 0 ? code : "CODE"} says more`;
}

export const plainOptions: PrintOptions = { format: "pretty", style: plain, width: 100 };
