import { type Document, visit } from "yaml";

/** What begins with a quotation mark or a bracket in the documents of a file, in the order of the text. */
export interface Opened {
  readonly quoted: readonly Extent[];
  readonly bracketed: readonly Extent[];
}

interface Extent {
  readonly start: number;
  readonly end: number;
}

export function openedIn(documents: readonly Document[]): Opened {
  const [quoted, bracketed]: [Extent[], Extent[]] = [[], []];
  for (const document of documents) {
    visit(document, {
      Scalar: (_key, { type, range }) => void (type?.startsWith("QUOTE") && quoted.push(...extentOf(range))),
      Collection: (_key, { flow, range }) => void (flow && bracketed.push(...extentOf(range))),
    });
  }
  return { quoted, bracketed };
}

const extentOf = (range: readonly number[] | null | undefined): readonly Extent[] =>
  range?.[0] === undefined || range[1] === undefined ? [] : [{ start: range[0], end: range[1] }];

/** A quotation mark that is never closed is noticed at the end of the file; the place to look at is where it was opened. */
export function openingQuote({ quoted }: Opened, noticed: number): number {
  return quoted.find(({ start, end }) => start < noticed && end >= noticed)?.start ?? noticed;
}

/** The same for a bracket, which is noticed at the next line that cannot be in it: the last one before that without its other half. */
export function openingBracket({ bracketed }: Opened, text: string, bracket: "{" | "[", noticed: number): number {
  const closing = bracket === "{" ? "}" : "]";
  // What is not closed ends where the last bracket in it does.
  const innermost = new Map(bracketed.map(({ start, end }) => [end, start]));
  const isOpen = ({ start, end }: Extent) =>
    text.charAt(start) === bracket && (text.charAt(end - 1) !== closing || innermost.get(end) !== start);
  return bracketed.findLast((extent) => extent.start < noticed && isOpen(extent))?.start ?? noticed;
}

/** The innermost bracket around a place. */
export const bracketAround = ({ bracketed }: Opened, text: string, at: number): string | undefined =>
  text[bracketed.findLast(({ start, end }) => start < at && at < end)?.start ?? -1];

/** The first bracket that is closed in a text, and not opened in it. */
export function closingBracket(text: string): string | undefined {
  let depth = 0;
  for (const [bracket] of text.matchAll(/[[\]{}]/g)) {
    depth += /[[{]/.test(bracket) ? 1 : -1;
    if (depth < 0) return bracket;
  }
  return undefined;
}
