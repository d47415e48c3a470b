import type { YAMLError } from "yaml";
import type { Explanation } from "./explanation.ts";
import { bracketAround, closingBracket, openingBracket } from "./opened.ts";
import { commaBefore, commaRule } from "./pairs.ts";
import type { Reading } from "./reading.ts";
import { hidingBetween, hidingRemark } from "./remarks.ts";

/** What is looked at stands on one line, which has no end in a text that is no YAML. */
const nearby = 500;

/** `at` is where the text stops being what may stand between brackets. */
export function neverClosed(bracket: "{" | "[", at: number, { text, opened, remarks }: Reading): Explanation {
  const start = openingBracket(opened, text, bracket, at);
  const hiding = hidingBetween(text, remarks, start, at);
  if (hiding) return hiding;
  const closing = bracket === "{" ? "}" : "]";
  const message = "this bracket is never closed";
  const [wrong] = /[\]}]/.exec(text.charAt(at)) ?? [];
  if (wrong === undefined) return { message, note: `close it with ${closing}`, start, end: start + 1 };
  if (wrong === closing) return { ...tooFarLeft, start: at, end: at + 1 };
  if (isInText(text, at, closing))
    return {
      message: `a ${wrong} in a text without quotes`,
      note: "put the whole value in quotes",
      start: at,
      end: at + 1,
    };
  return { message, note: `close it with ${closing}, not with ${wrong}`, start, end: start + 1 };
}

const tooFarLeft = {
  message: "this bracket stands too far to the left",
  note: "begin the line further to the right than the key that the bracket belongs to",
};

/** Whether a bracket of the other kind is no slip: text goes on behind it, or the right one follows. */
function isInText(text: string, at: number, closing: string): boolean {
  const [rest = ""] = /^.*/.exec(text.slice(at + 1, at + nearby)) ?? [];
  return /^[^\s,[\]{}]/.test(rest) || closingBracket(rest) === closing;
}

/** `{ssid: Home: 5G}` and `{password: secret: wifi}`: what no comma would mend. */
export function secondColon({ pos: [start, end] }: YAMLError, { text }: Reading): Explanation | undefined {
  const [value] = /^[^\s:]+:(?: [^"\\\n]{0,80})$/.exec(text.slice(start, end)) ?? [];
  if (value === undefined) return undefined;
  const better = { note: 'put text that holds ": " in quotes', suggestion: `"${value}"` };
  return secretWithoutBraces(text, start) ?? { message: 'a second ": " in one value', ...better };
}

/** `password: secret: wifi` */
export function secretWithoutBraces(text: string, at: number): Explanation | undefined {
  const [value, name] =
    /^secret: +([a-z0-9][a-z0-9_-]{0,62})(?=\s*(?:[,}#\n]|$))/.exec(text.slice(at, at + nearby)) ?? [];
  if (value === undefined) return undefined;
  const note = `a secret that has a name stands in braces: {secret: ${name}}`;
  return { message: 'a second ": " in one value', note, suggestion: `{${value}}`, end: at + value.length };
}

export function missingCommaWithin({ pos: [start, end] }: YAMLError, reading: Reading): Explanation {
  const { text, shown, opened } = reading;
  const [, value, rest] = /^(\S*[^\s:]) +([a-z][\w-]*:.{0,60})$/.exec(text.slice(start, end)) ?? [];
  const message = "a comma is missing here";
  const rule = commaRule(bracketAround(opened, text, start));
  if (value === undefined || !shown.startsWith(value, start))
    return { message, note: `${rule}; text that holds ": " needs quotes` };
  return { message, note: rule, suggestion: `${value}, ${rest}` };
}

export function commaAt({ pos: [at], message }: YAMLError, { text, remarks }: Reading): Explanation {
  const missing = commaBefore(text, at, commaRule(message.includes("sequence") ? "[" : "{"));
  const remark = remarks.find(({ end }) => end === missing.end);
  if (remark === undefined) return missing;
  const start = remark.start;
  return hidingRemark(text, remark) ?? { ...missing, message: "a comma is missing before this comment", start };
}
