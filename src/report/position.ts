import type { Sources, Span } from "../model/span.ts";

/** Where a span begins, as editors count: line and column from 1, columns in characters as shown, not in bytes. */
export interface Position {
  readonly line: number;
  readonly column: number;
  /** The whole line, without its line break. */
  readonly text: string;
  /** Offset of the line's first character. */
  readonly lineStart: number;
}

/** Undefined when the text is not known, as for a file that could not be read. */
export function positionOf(span: Span, sources: Sources): Position | undefined {
  const source = sources.get(span.file);
  if (source === undefined) return undefined;
  const start = Math.min(span.start, source.length);
  const lineStart = source.lastIndexOf("\n", start - 1) + 1;
  const lineEnd = source.indexOf("\n", lineStart);
  const text = source.slice(lineStart, lineEnd === -1 ? undefined : lineEnd).replace(/\r$/, "");
  const line = countNewlines(source, lineStart) + 1;
  return { line, column: [...source.slice(lineStart, start)].length + 1, text, lineStart };
}

function countNewlines(text: string, end: number): number {
  let count = 0;
  for (let at = text.indexOf("\n"); at !== -1 && at < end; at = text.indexOf("\n", at + 1)) count += 1;
  return count;
}
