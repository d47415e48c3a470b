import type { Code } from "../model/catalogue.ts";
import type { Diagnostic, Severity } from "../model/diagnostic.ts";
import type { Span } from "../model/span.ts";
import { type Pages, type Position, positionOf } from "./position.ts";
import { noteText, type Remedy, remedyOf } from "./remedy.ts";
import type { Style } from "./style.ts";
import { displayWidth, printable, window } from "./text.ts";

/** What frames are drawn from and for. */
export interface Drawing {
  readonly pages: Pages;
  readonly style: Style;
  /** Columns of the terminal. */
  readonly width: number;
}

/** A frame as compilers draw it: a clickable first line, the source, carets, then what else there is to know. */
export function pretty(diagnostic: Diagnostic, drawing: Drawing): string {
  const { pages, style } = drawing;
  const remedy = remedyOf(diagnostic, pages);
  const hint = remedy ? sentence(remedy, style) : "";
  const drawn = diagnostic.span && !diagnostic.secret ? frame(diagnostic.span, drawing, { ...diagnostic, hint }) : [];
  const lines = [headline(diagnostic, drawing), ...drawn, ...(hint && drawn.length === 0 ? [`  = ${hint}`] : [])];
  for (const note of diagnostic.notes) {
    lines.push(`  = ${noteText(note, pages)}`);
    if (note.span) lines.push(...frame(note.span, drawing, { hint: "" }));
  }
  return `${lines.join("\n")}\n`;
}

const sentence = ([lead, text, end]: Remedy, style: Style) => `${lead}${style.green(text)}${end}`;

function headline(diagnostic: Diagnostic, { pages, style }: Drawing): string {
  const at = place(diagnostic, pages);
  const label = `${diagnostic.severity}[${diagnostic.code}]`;
  const text = style.bold(printable(diagnostic.message));
  return `${at === "" ? "" : `${style.bold(at)}: `}${tint(diagnostic.severity, style)(label)}: ${text}`;
}

/** `file:line:column`, or the subject, or nothing. */
export function place(diagnostic: Diagnostic, pages: Pages): string {
  if (!diagnostic.span) return printable(diagnostic.subject ?? "");
  const at = positionOf(diagnostic.span, pages);
  return at ? `${diagnostic.span.file}:${at.line}:${at.column}` : diagnostic.span.file;
}

function tint(severity: Severity, style: Style): (text: string) => string {
  return severity === "error" ? style.red : severity === "warning" ? style.yellow : style.blue;
}

interface Remarks {
  readonly severity?: Severity;
  readonly code?: Code;
  /** Stands behind the carets. */
  readonly hint: string;
}

function frame(span: Span, { pages, style, width }: Drawing, { severity, code, hint }: Remarks): readonly string[] {
  const page = pages(span.file);
  if (!page) return [];
  const at = page.positionOf(span);
  const number = String(at.line);
  const gutter = " ".repeat(number.length);
  const { text, carets } = underline(span, page.shown(syntaxOf(code)), at, width - number.length - 3);
  const mark = severity ? tint(severity, style) : style.blue;
  return [`${gutter} │`, `${number} │ ${text}`, `${gutter} │ ${mark(carets)}${hint && ` ${hint}`}`];
}

/** Where a text is no YAML, nobody can tell where a value in it ends. */
const syntaxOf = (code: Code | undefined) => (code === "yaml-syntax" || code === "tab-indent" ? "broken" : "sound");

function underline(span: Span, source: string, at: Position, room: number): { text: string; carets: string } {
  const line = source.slice(at.lineStart, at.lineEnd);
  const length = Math.max(1, Math.min(span.end, at.lineEnd) - span.start);
  const shown = window(line, span.start - at.lineStart, length, Math.max(20, room));
  const indent = displayWidth(shown.text.slice(0, shown.from));
  const marked = displayWidth(shown.text.slice(shown.from, shown.from + shown.length));
  return { text: shown.text, carets: `${" ".repeat(indent)}${"~".repeat(Math.max(1, marked))}` };
}
