import type { Code } from "../model/catalogue.ts";
import type { Diagnostic, Severity } from "../model/diagnostic.ts";
import { printable } from "../model/printable.ts";
import type { Span } from "../model/span.ts";
import { inRows } from "./alike.ts";
import { type Pages, type Position, positionOf } from "./position.ts";
import { noteText, remedyOf } from "./remedy.ts";
import type { Style } from "./style.ts";
import { displayWidth, window } from "./text.ts";

/** What frames are drawn from and for. */
export interface Drawing {
  readonly pages: Pages;
  readonly style: Style;
  /** Columns of the terminal. */
  readonly width: number;
}

/** A frame as compilers draw it: a clickable first line, the source, carets, then what else there is to know, and on which lines it is so too. */
export function pretty(diagnostic: Diagnostic, drawing: Drawing, alsoOn: readonly number[]): string {
  const { pages, style } = drawing;
  const remedy = remedyOf(diagnostic, pages);
  const [lead, better, end] = remedy ?? ["", "", ""];
  const hint: Hint = { text: lead + style.green(better) + end, columns: displayWidth(lead + better + end) };
  const drawn = diagnostic.span && !diagnostic.secret ? frame(diagnostic.span, drawing, { ...diagnostic, hint }) : [];
  const lines = [
    headline(diagnostic, drawing),
    ...drawn,
    ...(remedy && drawn.length === 0 ? [`  = ${hint.text}`] : []),
  ];
  for (const note of diagnostic.notes) {
    lines.push(`  = ${noteText(note, pages)}`);
    if (note.span) lines.push(...frame(note.span, drawing, {}));
  }
  const more = alsoOn.length;
  if (more > 0) lines.push(`  = and on ${more} more line${more === 1 ? "" : "s"}: ${inRows(alsoOn)}`);
  return `${lines.join("\n")}\n`;
}

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
  const file = printable(diagnostic.span.file);
  return at ? `${file}:${at.line}:${at.column}` : file;
}

function tint(severity: Severity, style: Style): (text: string) => string {
  return severity === "error" ? style.red : severity === "warning" ? style.yellow : style.blue;
}

/** What to write instead: behind the carets, or below them where it has no room there. */
interface Hint {
  readonly text: string;
  /** Without what makes it coloured. */
  readonly columns: number;
}

interface Remarks {
  readonly severity?: Severity;
  readonly code?: Code;
  readonly hint?: Hint | undefined;
}

function frame(span: Span, { pages, style, width }: Drawing, { severity, code, hint }: Remarks): readonly string[] {
  const page = pages(span.file);
  if (!page) return [];
  const at = page.positionOf(span);
  const number = String(at.line);
  const gutter = " ".repeat(number.length);
  const room = width - number.length - 3;
  const { text, carets } = underline(span, page.shown(syntaxOf(code)), at, room);
  const mark = severity ? tint(severity, style) : style.blue;
  const below = withHint(carets, hint, room).map((line, index) => (index === 0 ? line.replace(/~+/, mark) : line));
  return [`${gutter} │`, `${number} │ ${text}`, ...below.map((line) => `${gutter} │ ${line}`)];
}

function withHint(carets: string, hint: Hint | undefined, room: number): readonly string[] {
  if (hint === undefined || hint.columns === 0) return [carets];
  if (carets.length + 1 + hint.columns <= room) return [`${carets} ${hint.text}`];
  const indent = Math.max(0, Math.min(carets.length - carets.trimStart().length, room - hint.columns));
  return [carets, " ".repeat(indent) + hint.text];
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
