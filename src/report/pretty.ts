import type { Diagnostic, Severity } from "../model/diagnostic.ts";
import type { Sources, Span } from "../model/span.ts";
import { type Position, positionOf } from "./position.ts";
import type { Style } from "./style.ts";
import { displayWidth, printable, window, withoutSecrets } from "./text.ts";

/** A frame as compilers draw it: a clickable first line, the source, carets, then what else there is to know. */
export function pretty(diagnostic: Diagnostic, sources: Sources, style: Style, width: number): string {
  const lines = [headline(diagnostic, sources, style)];
  if (diagnostic.span && !diagnostic.secret) lines.push(...frame(diagnostic.span, diagnostic, sources, style, width));
  for (const note of diagnostic.notes) {
    const at = note.span && positionOf(note.span, sources);
    const place = note.span && at ? `${note.span.file}:${at.line}:${at.column}: ` : "";
    lines.push(`  = ${place}${printable(note.message)}`);
    if (note.span) lines.push(...frame(note.span, undefined, sources, style, width));
  }
  return `${lines.join("\n")}\n`;
}

function headline(diagnostic: Diagnostic, sources: Sources, style: Style): string {
  const at = place(diagnostic, sources);
  const label = `${diagnostic.severity}[${diagnostic.code}]`;
  const text = style.bold(printable(diagnostic.message));
  return `${at === "" ? "" : `${style.bold(at)}: `}${tint(diagnostic.severity, style)(label)}: ${text}`;
}

/** `file:line:column`, or the subject, or nothing. */
export function place(diagnostic: Diagnostic, sources: Sources): string {
  if (!diagnostic.span) return printable(diagnostic.subject ?? "");
  const at = positionOf(diagnostic.span, sources);
  return at ? `${diagnostic.span.file}:${at.line}:${at.column}` : diagnostic.span.file;
}

function tint(severity: Severity, style: Style): (text: string) => string {
  return severity === "error" ? style.red : severity === "warning" ? style.yellow : style.blue;
}

function frame(
  span: Span,
  diagnostic: Diagnostic | undefined,
  sources: Sources,
  style: Style,
  width: number,
): string[] {
  const at = positionOf(span, sources);
  if (!at) return [];
  const number = String(at.line);
  const gutter = " ".repeat(number.length);
  const { text, carets } = underline(span, at, width - number.length - 3);
  const hint = diagnostic?.suggestion ? ` did you mean ${style.green(quoted(diagnostic.suggestion.text))}?` : "";
  const mark = diagnostic ? tint(diagnostic.severity, style) : style.blue;
  return [`${gutter} │`, `${number} │ ${text}`, `${gutter} │ ${mark(carets)}${hint}`];
}

function underline(span: Span, at: Position, room: number): { text: string; carets: string } {
  const from = span.start - at.lineStart;
  const length = Math.max(1, Math.min(span.end, at.lineStart + at.text.length) - span.start);
  const shown = window(withoutSecrets(at.text), from, length, Math.max(20, room));
  const indent = displayWidth(shown.text.slice(0, shown.from));
  const marked = displayWidth(shown.text.slice(shown.from, shown.from + shown.length));
  return { text: shown.text, carets: `${" ".repeat(indent)}${"~".repeat(Math.max(1, marked))}` };
}

const quoted = (text: string) => JSON.stringify(printable(text));
