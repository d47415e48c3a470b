import { lineAt } from "./columns.ts";
import type { Explanation } from "./explanation.ts";

/** `image ubuntu-24.04`, `image:ubuntu-24.04`, `cluster = lab`, `os`: the key and value that were meant. */
export function meantPair(written: string): string | undefined {
  const text = written.replace(/\s+#.*$|\s+$/g, "");
  const [, key, separator = "", value] = /^([A-Za-z_][\w-]{0,60})(?:(\s*=\s*|:|\s+)(.+))?$/.exec(text) ?? [];
  if (key === undefined) return undefined;
  if (value === undefined) return `${key}:`;
  const isSentence = separator.trim() === "" && /\s/.test(value) && !/^["'[{]/.test(value);
  return isSentence || value.startsWith("//") ? undefined : `${key}: ${value}`;
}

/** An item whose dash touches what follows, or is no hyphen: to YAML a key that begins with it. */
export function itemWithoutSpace(text: string, at: number): Explanation | undefined {
  const { start, indent, body } = lineAt(text, at);
  const [sign = ""] = /^(?:-(?=[A-Za-z0-9{["'])|[–—])/.exec(body) ?? [];
  if (sign === "") return undefined;
  // To YAML it is a key, with which the items below do not mix.
  const place = { start, end: start + 1, wake: indent - 1 };
  if (sign === "-")
    return {
      message: "a space is missing behind this hyphen",
      note: "an item of a list begins with - and a space; its other keys begin below its first one",
      suggestion: "- ",
      ...place,
    };
  return {
    message: "this dash is no hyphen",
    note: "an item of a list begins with - and a space",
    suggestion: "-",
    ...place,
  };
}

/** `os:{image: x, upgrade: none}` and `os = {`: to YAML what stands before the first ": " is all one key. */
export function bracketBehindKey(text: string, at: number): Explanation | undefined {
  const { start, body } = lineAt(text, at);
  const [whole = "", before = "", key = "", sign] = /^((?:- +)*)([\w.-]{1,60})(:|\s*=\s*)(?=[{[])/.exec(body) ?? [];
  if (whole === "" || start + whole.length > at) return undefined;
  const message = sign === ":" ? "a space is missing behind this colon" : "an equals sign is no colon";
  const place = { start: start + before.length, end: start + whole.length };
  const note = "a colon and a space stand between a key and its value";
  return { message, note, suggestion: `${key}: `, ...place };
}

/** `packages: - vim` */
export function listBehindKey(text: string, at: number): Explanation | undefined {
  const { start, body } = lineAt(text, at);
  const isBehind = text.startsWith("- ", at) && /^[^#]{0,200}:\s+$/.test(body.slice(0, at - start));
  if (!isBehind) return undefined;
  return {
    message: "a list cannot begin behind its key",
    note: "begin it on the line below, or write it in brackets: [a, b]",
  };
}

/** What begins with a sign that means something to YAML, in quotes; those that are there may be of another kind. */
export function inQuotes(text: string, at: number): { readonly end: number; readonly suggestion: string } | undefined {
  const [word = ""] = /^[^\s,[\]{}"\\#]{1,80}/.exec(text.slice(at, at + 81)) ?? [];
  const bare = word.replace(/^`(.*)`$/, "$1");
  return bare.length > 1 && word.length <= 80 ? { end: at + word.length, suggestion: `"${bare}"` } : undefined;
}

/** What a comma is for, between brackets of a kind. */
export const commaRule = (bracket: string | undefined) =>
  bracket === "["
    ? "between [ and ] a comma stands between two items"
    : "between { and } a comma stands before the next key";

/** Between brackets, where a key or an item begins without a comma before it. */
export function commaBefore(text: string, at: number, note: string): Explanation {
  const before = text.slice(Math.max(0, at - 500), at).trimEnd();
  const end = at - (text.slice(Math.max(0, at - 500), at).length - before.length);
  const { start } = lineAt(text, end);
  if (text.slice(end, at).includes("\n"))
    return { message: "a comma is missing at the end of this line", note, start, end };
  return { message: "a comma is missing before this", note, start: at, end: at + 1 };
}
