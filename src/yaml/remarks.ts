import type { Remark } from "./documents.ts";

/** A remark has no end in a text that is no YAML. */
const nearby = 500;

const nextKey = /,\s*["']?[A-Za-z][\w.-]{0,60}["']?:(?:\s|$)/;

/**
 * What a comment between brackets takes along that looks meant for YAML: `{username: robot #ci, password: x`. One that stands on a line
 * of its own, or has a space behind its sign and no more than words, is only a remark.
 */
export function hiddenBy(text: string, { start, end }: Remark): string | undefined {
  const before = text.slice(Math.max(text.lastIndexOf("\n", start - 1) + 1, start - nearby), start).trimEnd();
  if (before === "") return undefined;
  const remark = text.slice(start, Math.min(end, start + nearby));
  const closing = closingBracket(remark);
  if (closing !== undefined) return `the ${closing}`;
  if (/[,[{]$/.test(before)) return /^#[^\s#!]/.test(remark) && nextKey.test(remark) ? "the next key" : undefined;
  if (nextKey.test(remark)) return "the next key";
  const [, sign] = /^#[^\s#!].*?(,|:\s)/.exec(remark) ?? [];
  return sign && (sign === "," ? "a comma" : "a colon");
}

/** The first bracket that is closed in a text, and not opened in it. */
function closingBracket(text: string): string | undefined {
  let depth = 0;
  for (const [bracket] of text.matchAll(/[[\]{}]/g)) {
    depth += /[[{]/.test(bracket) ? 1 : -1;
    if (depth < 0) return bracket;
  }
  return undefined;
}
