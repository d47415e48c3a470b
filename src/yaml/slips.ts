import type { Explanation } from "./explanation.ts";

/** `{name: w{1..3}}`: between braces and brackets a brace begins a map of its own. */
export function rangeAt(text: string, at: number): Explanation | undefined {
  const lineStart = text.lastIndexOf("\n", at - 1) + 1;
  const line = text.slice(lineStart, text.indexOf("\n", at) < 0 ? undefined : text.indexOf("\n", at));
  for (const match of line.matchAll(/[^\s,[\]{}:"']{0,255}\{\s*\d+\s*(?:\.+|-|:)\s*\d+\s*\}[^\s,[\]{}"']*/g)) {
    const [start, end] = [lineStart + match.index, lineStart + match.index + match[0].length];
    if (start <= at && at <= end) {
      return { message: "a range needs quotes here", note: `write it as "${match[0]}"`, start, end };
    }
  }
  return undefined;
}

/**
 * `subnet: 10.1.40.0/24` with `gateway: ...` below it, one column too far to the right: YAML takes that for more of the value, and
 * finds a colon in it. The fault is not where the value begins.
 */
export function deeperLine(text: string, value: number): Explanation | undefined {
  const lineStart = text.lastIndexOf("\n", value - 1) + 1;
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
