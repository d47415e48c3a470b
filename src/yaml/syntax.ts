import { type Document, isScalar, visit, type YAMLError } from "yaml";
import type { Diagnostic } from "../model/diagnostic.ts";
import { fault } from "../model/fault.ts";
import type { Span } from "../model/span.ts";
import { explain } from "./syntax-messages.ts";

const mostFaultsPerFile = 20;

/**
 * The syntax errors of a text, at most one a line. After an indentation by tab nothing else is said: the parser's guess at the level
 * that a tab means makes faults of the lines below it.
 */
export function syntaxFaults(file: string, text: string, documents: readonly Document[]): readonly Diagnostic[] {
  const errors = documents.flatMap((document) => [...document.errors, ...document.warnings]);
  const tabs = errors.flatMap((error) => tabBefore(text, error) ?? []);
  const firstTab = tabs.reduce((first, tab) => Math.min(first, tab.start), Number.POSITIVE_INFINITY);
  const others = errors.filter((error) => startOf(error, documents) < firstTab && tabBefore(text, error) === undefined);
  const found = [
    ...tabs.map((tab) => tabFault({ file, ...tab })),
    ...others.map((error) => syntaxFault(file, text, error, documents)),
  ];
  return onePerLine(text, found).slice(0, mostFaultsPerFile);
}

/** The tab in the indentation of the line that an error stands on. */
function tabBefore(text: string, error: YAMLError): { start: number; end: number } | undefined {
  const lineStart = text.lastIndexOf("\n", error.pos[0] - 1) + 1;
  const [indent = ""] = /^[ \t]*/.exec(text.slice(lineStart, lineStart + 200)) ?? [];
  const tab = indent.indexOf("\t");
  if (tab >= 0) return { start: lineStart + tab, end: lineStart + indent.length };
  return error.code === "TAB_AS_INDENT" ? { start: error.pos[0], end: error.pos[1] } : undefined;
}

function tabFault(span: Span): Diagnostic {
  return fault("tab-indent", "a tab is used to indent", {
    span,
    notes: ["YAML is indented by spaces only: put two spaces for each level where the tab is"],
  });
}

function syntaxFault(file: string, text: string, error: YAMLError, documents: readonly Document[]): Diagnostic {
  const from = Math.min(startOf(error, documents), text.length);
  const start = from + (/^ */.exec(text.slice(from, from + 200))?.[0].length ?? 0);
  const lineEnd = text.indexOf("\n", start);
  const end = Math.min(Math.max(error.pos[1], start + 1), lineEnd < 0 ? text.length : lineEnd);
  const { message, note } = explain(error, text);
  return fault("yaml-syntax", message, { span: { file, start, end: Math.max(start, end) }, notes: note ? [note] : [] });
}

/** A quotation mark that is never closed is noticed at the end of the file; the place to look at is where it was opened. */
function startOf(error: YAMLError, documents: readonly Document[]): number {
  if (error.code !== "MISSING_CHAR" || !error.message.endsWith("quote")) return error.pos[0];
  let opened = error.pos[0];
  for (const document of documents) {
    visit(document, (_key, node) => {
      if (isScalar(node) && node.range && node.range[0] < opened && node.range[1] >= error.pos[0])
        opened = node.range[0];
    });
  }
  return opened;
}

function onePerLine(text: string, found: readonly Diagnostic[]): Diagnostic[] {
  const lines = new Set<number>();
  const sorted = found.toSorted((a, b) => (a.span?.start ?? 0) - (b.span?.start ?? 0));
  return sorted.filter((diagnostic) => {
    const lineStart = text.lastIndexOf("\n", (diagnostic.span?.start ?? 0) - 1);
    return !lines.has(lineStart) && lines.add(lineStart);
  });
}
