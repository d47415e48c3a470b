import { lineAt } from "./columns.ts";
import type { Explanation } from "./explanation.ts";
import type { Opened } from "./opened.ts";

/** A slip is seen on one line, which has no end in a text that is no YAML. */
const nearby = 500;

/**
 * `{name: "a, role: b, address: "10.1.40.22"}`: what was left open ends at the next quotation mark, which was meant to begin a text.
 * `shown` is the text without its secrets.
 */
export function unclosedQuote(text: string, shown: string, at: number, { quoted }: Opened): Explanation | undefined {
  const line = lineAt(text, at).start;
  const found = quoted.find(
    ({ start, end }) =>
      line < end && end <= at && /[^\s,:#\]}]/.test(text.charAt(end)) && nextKey.test(text.slice(start, end)),
  );
  if (found === undefined) return undefined;
  const note = whereToClose(text, shown, found) ?? "close it behind the value";
  return { message: "a quotation mark that is never closed", note, start: found.start, end: found.start + 1 };
}

/** Undefined where no other key follows on the line, or where the value is nobody's business. */
export function whereToClose(text: string, shown: string, { start, end }: { start: number; end: number }) {
  const [value] = /^.[^,"'\n]{1,100}(?=,)/.exec(text.slice(start, end)) ?? [];
  if (value === undefined || !nextKey.test(text.slice(start, end)) || !shown.startsWith(value, start)) return undefined;
  return `close it behind the value: ${value}${value.charAt(0)}`;
}

/** A text of a profile hardly ever has another key of its kind in it. */
const nextKey = /(?:,|[\]}]?\n)\s*(?:- )?\{?\s*[a-z_]{2,40}:\s/;

/** What a template engine or a shell was to fill in; braces within braces are a map as a key to YAML. Nothing of it is said, so that it may stand for a secret. */
export function templateAt(text: string, at: number): Explanation | undefined {
  const [start, template] = matchAt(/\{\{[^{}:\n]{1,80}\}\}|\$\{[^{}\n]{1,80}\}/g, text, at) ?? [];
  if (start === undefined || template === undefined) return undefined;
  const message = "a template that is not filled in";
  return { message, note: "write the value itself: edgegen fills in nothing", start, end: start + template.length };
}

const inOtherMarks =
  /[\u2018-\u201f\u00ab\u2039]([^\u2018-\u201f\u00ab\u00bb\u2039\u203a"\\\n]{1,100})[\u2018-\u201f\u00bb\u203a]/g;

/** A word processor makes other marks of the quotation marks that somebody types; to YAML they are letters. */
export function otherMarksAt(shown: string, at: number): Explanation | undefined {
  const [start, whole] = matchAt(inOtherMarks, shown, at) ?? [];
  if (start === undefined || whole === undefined) return undefined;
  const place = { start, end: start + whole.length };
  const message = `${whole.charAt(0)} is no quotation mark to YAML`;
  return { message, note: "write straight ones", suggestion: `"${whole.slice(1, -1)}"`, ...place };
}

/** What matches on the line of an error, around it: where it begins, and its text. */
function matchAt(pattern: RegExp, text: string, at: number): readonly [number, string] | undefined {
  const from = Math.max(text.lastIndexOf("\n", at - 1) + 1, at - nearby);
  const line = /^.*/.exec(text.slice(from, at + nearby))?.[0] ?? "";
  for (const { index, 0: whole } of line.matchAll(pattern)) {
    if (from + index <= at && at <= from + index + whole.length) return [from + index, whole];
  }
  return undefined;
}
