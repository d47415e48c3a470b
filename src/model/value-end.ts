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

/** Behind a key that begins its line: the rest of the line, and those lines below that are indented further, are items of it, or go on with the text. */
export function blockEnd(text: string, from: number, indent: number): number {
  let end = lineEndOf(text, from);
  while (end < text.length) {
    const next = lineEndOf(text, end + 1);
    const line = text.slice(end + 1, next);
    const column = line.search(/\S/);
    const isInside = column < 0 || column > indent || (column === indent && line.startsWith("- ", indent));
    if (!isInside && otherThing.test(line)) break;
    end = next;
  }
  return /["']/.test(text.charAt(from)) ? Math.max(end, quoteEnd(text, from) ?? topKeyBelow(text, from)) : end;
}

/** Behind a key within a line: up to the comma or the bracket that ends the value; where none does, the line, or all to the next top-level key. */
export function flowEnd(text: string, from: number): number {
  const end = wholeValueEnd(text, from) ?? topKeyBelow(text, from);
  return soundEnd.test(text.slice(end, end + 200)) ? end : lineEndOf(text, end);
}

function wholeValueEnd(text: string, from: number): number | undefined {
  const first = text.charAt(from);
  if (/["']/.test(first)) return quoteEnd(text, from);
  if (/[{[]/.test(first)) return bracketEnd(text, from);
  return /[*&!|>@`%]/.test(first) ? lineEndOf(text, from) : plainEnd(text, from);
}

export function lineEndOf(text: string, at: number): number {
  const end = text.indexOf("\n", at);
  return end < 0 ? text.length : end;
}

function topKeyBelow(text: string, from: number): number {
  topKey.lastIndex = from;
  return topKey.exec(text)?.index ?? text.length;
}

/** The end, if no top-level key comes before it: looked for only so far, since there may be as many values as lines. */
function unlessBeyond(text: string, from: number, end: number): number | undefined {
  return text.slice(from, end).search(topKey) < 0 ? end : undefined;
}

function quoteEnd(text: string, from: number): number | undefined {
  const closed = text.charAt(from) === '"' ? /"(?:[^"\\]|\\[\s\S])*"/y : /'(?:[^']|'')*'/y;
  closed.lastIndex = from;
  return closed.test(text) ? unlessBeyond(text, from, closed.lastIndex) : undefined;
}

function bracketEnd(text: string, from: number): number | undefined {
  let depth = 0;
  for (let at = from; at < text.length; at += 1) {
    const character = text.charAt(at);
    const isOpening = /["']/.test(character) && /[[{,:\s]/.test(text.charAt(at - 1));
    if (isOpening) at = (quoteEnd(text, at) ?? lineEndOf(text, at)) - 1;
    if (/[[{]/.test(character)) depth += 1;
    if (/[\]}]/.test(character)) depth -= 1;
    if (depth === 0) return unlessBeyond(text, from, at + 1);
  }
  return undefined;
}

/** A comma ends plain text only where a space and a key follow it: else it was meant to be part of a password. */
function plainEnd(text: string, from: number): number | undefined {
  const ending = /[}\]]|,(?=\s+["']?[A-Za-z][\w.+-]*["']?\s*:|[ \t]*(?:\n|$))|[ \t]#[^\n]*/g;
  ending.lastIndex = from;
  const match = ending.exec(text);
  if (match === null) return undefined;
  return unlessBeyond(text, from, match[0].length > 1 ? match.index + match[0].length : match.index);
}
