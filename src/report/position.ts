import type { Sources, Span } from "../model/span.ts";
import { type Syntax, withoutSecrets } from "../model/without-secrets.ts";

/** Where a span begins, as editors count: line and column from 1, columns in characters as shown, not in bytes. */
export interface Position {
  readonly line: number;
  readonly column: number;
  /** Offset of the line's first character. */
  readonly lineStart: number;
  /** Offset behind the line's last character, before its line break. */
  readonly lineEnd: number;
}

/** A source file as a printer looks at it. */
export interface Page {
  readonly text: string;
  /** The same text, what is secret in it blotted out. */
  readonly shown: (syntax: Syntax) => string;
  readonly positionOf: (span: Span) => Position;
}

/** Undefined when the text is not known, as for a file that could not be read. */
export type Pages = (file: string) => Page | undefined;

/** What there is to know about a file is found out once, however many faults are in it. */
export function openPages(sources: Sources): Pages {
  const opened = new Map<string, Page>();
  return (file) => {
    const known = opened.get(file);
    const text = known ? undefined : sources.get(file);
    if (text === undefined) return known;
    const page = openPage(text);
    opened.set(file, page);
    return page;
  };
}

export function positionOf(span: Span, pages: Pages): Position | undefined {
  return pages(span.file)?.positionOf(span);
}

function openPage(text: string): Page {
  const starts = lineStarts(text);
  const shown = new Map<Syntax, string>();
  return {
    text,
    shown: (syntax) => {
      const found = shown.get(syntax) ?? withoutSecrets(text, syntax);
      shown.set(syntax, found);
      return found;
    },
    positionOf: ({ start }) => {
      const at = Math.min(start, text.length);
      const line = lastUpTo(starts, at);
      const lineStart = starts[line] ?? 0;
      const lineEnd = lineStart + text.slice(lineStart, starts[line + 1]).replace(/[\r\n]+$/, "").length;
      return { line: line + 1, column: [...text.slice(lineStart, at)].length + 1, lineStart, lineEnd };
    },
  };
}

/** YAML ends lines by LF, CRLF and CR alone. */
function lineStarts(text: string): readonly number[] {
  return [0, ...[...text.matchAll(/\r\n?|\n/g)].map((lineBreak) => lineBreak.index + lineBreak[0].length)];
}

/** The position of the last of these sorted numbers that is not greater. */
function lastUpTo(sorted: readonly number[], limit: number): number {
  let [low, high] = [0, sorted.length - 1];
  while (low < high) {
    const middle = Math.ceil((low + high) / 2);
    if ((sorted[middle] ?? 0) <= limit) low = middle;
    else high = middle - 1;
  }
  return low;
}
