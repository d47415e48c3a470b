/**
 * Where a value of YAML ends, told by the looks of the text and without a parser, for text that may be no YAML: what cannot be told
 * belongs to the value. Line breaks are `\n`.
 */

/** Nothing that is written above a top-level key reaches beyond it. */
const topKey = /\n(?=[A-Za-z_][\w-]*:(?:\s|$))/g;
/** A line that begins with a key, an item, a remark or a closing bracket goes on with something else. */
const otherThing = /^\s*(?:["']?[A-Za-z][\w.+-]*["']?\s*:|- |#|[}\]])/;

/** What may stand behind a value between brackets: a comma and the next key, brackets that close, nothing. A remark may be part of it. */
const soundEnd = /^[ \t]*(?:,\s*["']?[A-Za-z][\w.+-]*["']?\s*:|,?[ \t]*(?:\n|$)|[}\]][ \t}\]]*(?:[,\n]|$))/;

/** Where lines and top-level keys are, for somebody who goes through a text from its beginning: nothing is looked for twice. */
export interface Bearings {
  readonly lineEnd: (at: number) => number;
  /** The beginning of the line, and of what stands on it behind its indentation and the marks of items. */
  readonly line: (at: number) => { readonly start: number; readonly body: number };
  /** The end of the line before the next top-level key. */
  readonly topKey: (at: number) => number;
}

export function bearings(text: string): Bearings {
  const lineEnd = kept((at) => lineEndOf(text, at));
  let [line, end] = [{ start: 0, body: bodyOf(text, 0) }, lineEndOf(text, 0)];
  return {
    lineEnd,
    line: (at) => {
      for (; at > end; end = lineEndOf(text, line.start)) line = { start: end + 1, body: bodyOf(text, end + 1) };
      return line;
    },
    topKey: kept((at) => topKeyBelow(text, at)),
  };
}

/** What comes next is the same for everything before it. */
function kept(next: (at: number) => number): (at: number) => number {
  let found = -1;
  return (at) => {
    if (at > found) found = next(at);
    return found;
  };
}

function bodyOf(text: string, lineStart: number): number {
  const indent = /[ \t]*(?:[-?] +)*/y;
  indent.lastIndex = lineStart;
  return indent.test(text) ? indent.lastIndex : lineStart;
}

/** Behind a key that begins its line: the rest of the line, and those lines below that are indented further, are items of it, or go on with the text. */
export function blockEnd(text: string, from: number, indent: number, topKey: number): number {
  let end = lineEndOf(text, from);
  while (end < text.length) {
    const next = lineEndOf(text, end + 1);
    const line = text.slice(end + 1, next);
    const column = line.search(/\S/);
    const isInside = column < 0 || column > indent || (column === indent && line.startsWith("- ", indent));
    if (!isInside && otherThing.test(line)) break;
    end = next;
  }
  return /["']/.test(text.charAt(from)) ? Math.max(end, quoteEnd(text, from, topKey) ?? topKey) : end;
}

/** Behind a key within a line: up to the comma or the bracket that ends the value; where none does, the line, or all to the next top-level key. */
export function flowEnd(text: string, from: number, topKey: number): number {
  const end = wholeValueEnd(text, from, topKey) ?? topKey;
  return soundEnd.test(text.slice(end, end + 200)) ? end : lineEndOf(text, end);
}

/** Looked for only up to the next top-level key: a value never goes on beyond it, and there may be as many values as lines. */
function wholeValueEnd(text: string, from: number, topKey: number): number | undefined {
  const first = text.charAt(from);
  if (/["']/.test(first)) return quoteEnd(text, from, topKey);
  if (/[{[]/.test(first)) return bracketEnd(text, from, topKey);
  return /[*&!|>@`%]/.test(first) ? lineEndOf(text, from) : plainEnd(text, from, topKey);
}

function lineEndOf(text: string, at: number): number {
  const end = text.indexOf("\n", at);
  return end < 0 ? text.length : end;
}

function topKeyBelow(text: string, from: number): number {
  topKey.lastIndex = from;
  return topKey.exec(text)?.index ?? text.length;
}

function quoteEnd(text: string, from: number, limit: number): number | undefined {
  const closed = text.charAt(from) === '"' ? /^"(?:[^"\\]|\\[\s\S])*"/ : /^'(?:[^']|'')*'/;
  const match = closed.exec(text.slice(from, limit));
  return match ? from + match[0].length : undefined;
}

function bracketEnd(text: string, from: number, limit: number): number | undefined {
  let depth = 0;
  for (let at = from; at < limit; at += 1) {
    const character = text.charAt(at);
    if (!/["'[\]{}]/.test(character)) continue;
    const isOpening = /["']/.test(character) && /[[{,:\s]/.test(text.charAt(at - 1));
    if (isOpening) at = (quoteEnd(text, at, limit) ?? lineEndOf(text, at)) - 1;
    if (/[[{]/.test(character)) depth += 1;
    if (/[\]}]/.test(character)) depth -= 1;
    if (depth === 0) return at + 1;
  }
  return undefined;
}

/** A comma ends plain text only where a space and a key follow it: else it was meant to be part of a password. */
function plainEnd(text: string, from: number, limit: number): number | undefined {
  const ending = /[}\]]|,(?=\s+["']?[A-Za-z][\w.+-]*["']?\s*:|[ \t]*(?:\n|$))|[ \t]#[^\n]*/g;
  ending.lastIndex = from;
  const match = ending.exec(text.slice(0, limit));
  if (match === null) return undefined;
  return match[0].length > 1 ? match.index + match[0].length : match.index;
}
