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
  const { starts, ends } = linesOf(text);
  const pairs = [...text.matchAll(/[\u{10000}-\u{10ffff}]/gu)].map(({ index }) => index);
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
      // Not counted one by one: thousands of faults may stand on a line that is as long as the file.
      const twice = lastUpTo(pairs, at - 1) - lastUpTo(pairs, lineStart - 1);
      return { line: line + 1, column: at - lineStart - twice + 1, lineStart, lineEnd: ends[line] ?? text.length };
    },
  };
}

/** YAML ends lines by LF, CRLF and CR alone. */
function linesOf(text: string): { readonly starts: readonly number[]; readonly ends: readonly number[] } {
  const [starts, ends]: [number[], number[]] = [[0], []];
  for (const { index, 0: lineBreak } of text.matchAll(/\r\n?|\n/g)) {
    starts.push(index + lineBreak.length);
    ends.push(index);
  }
  return { starts, ends };
}

/** The position of the last of these sorted numbers that is not greater; -1 when all are. */
function lastUpTo(sorted: readonly number[], limit: number): number {
  let [low, high] = [-1, sorted.length - 1];
  while (low < high) {
    const middle = Math.ceil((low + high) / 2);
    if ((sorted[middle] ?? 0) <= limit) low = middle;
    else high = middle - 1;
  }
  return low;
}
