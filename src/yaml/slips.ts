import type { Explanation } from "./explanation.ts";
import { bracketAround, type Opened } from "./opened.ts";
import { commaRule } from "./pairs.ts";

/** A slip is seen on one line, which has no end in a text that is no YAML. */
const nearby = 500;

const ranges = /[^\s,[\]{}:"']{0,255}\{\s*\d+\s*(?:\.+|-|:)\s*\d+\s*\}[^\s,[\]{}"']*/g;

/** `{name: w{1..3}}`: between braces and brackets a brace begins a map of its own. */
export function rangeAt(text: string, at: number): Explanation | undefined {
  const lineStart = Math.max(text.lastIndexOf("\n", at - 1) + 1, at - nearby);
  const line = /^.*/.exec(text.slice(lineStart, at + nearby))?.[0] ?? "";
  const bare = [...line.matchAll(ranges)].filter(({ index }) => !/["']/.test(line.charAt(index - 1)));
  const found = bare.find(({ index, 0: range }) => lineStart + index <= at && at <= lineStart + index + range.length);
  if (found === undefined) return undefined;
  const start = lineStart + found.index;
  const all = bare.filter(({ index }) => index >= found.index);
  const note = `write ${all.length > 1 ? "" : "it as "}${all.map(([range]) => `"${range}"`).join(" and ")}`;
  return { message: "a range needs quotes here", note, start, end: start + found[0].length };
}

/** In brackets a value goes on over the end of a line, until a comma: the colon of the next key is then one too many. */
export function missingComma(text: string, value: number, opened: Opened): Explanation | undefined {
  const bracket = bracketAround(opened, text, value);
  if (bracket === undefined) return undefined;
  const end = text.indexOf("\n", value);
  if (end < 0) return undefined;
  return { message: "a comma is missing at the end of this line", note: commaRule(bracket), start: value, end };
}

/**
 * `subnet: 10.1.40.0/24` with `gateway: ...` below it, one column too far to the right: YAML takes that for more of the value, and
 * finds a colon in it. The fault is not where the value begins.
 */
export function deeperLine(text: string, value: number): Explanation | undefined {
  const lineStart = Math.max(text.lastIndexOf("\n", value - 1) + 1, value - nearby);
  const lineEnd = text.indexOf("\n", value);
  const [, before = "", key] = /^([ ]*(?:- +)*)([^:]+):[ ]+$/.exec(text.slice(lineStart, value)) ?? [];
  if (key === undefined || lineEnd < 0 || /:(?:[ ]|$)/.test(text.slice(value, lineEnd))) return undefined;
  const next = /^([ ]*)([^\s:#][^:\n]*):(?=\s|$)/gm;
  next.lastIndex = lineEnd + 1;
  const match = next.exec(text);
  const [indent = "", name = ""] = match?.slice(1) ?? [];
  if (match === null || indent.length <= before.length) return undefined;
  const start = match.index + indent.length;
  const note = `begin it at column ${before.length + 1}, below ${key}`;
  return { message: "indented further than the key above, which has a value", note, start, end: start + name.length };
}
