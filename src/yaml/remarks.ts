import { lineAt } from "./columns.ts";
import type { Remark } from "./documents.ts";
import type { Explanation } from "./explanation.ts";
import { closingBracket } from "./opened.ts";

/** A remark has no end in a text that is no YAML. */
const nearby = 500;

/** As many as one slip may have behind it; each line of a long text may have one. */
const mostRemarks = 100;

const nextKey = /,\s*["']?[A-Za-z][\w.-]{0,60}["']?:(?:\s|$)/;

export const remarkAdvice = "put the value in quotes if this is part of it, else the comment on a line of its own";

/**
 * A comment between brackets that takes along what looks meant for YAML: `{username: robot #ci, password: x`. One that stands on a line
 * of its own, or has a space behind its sign and no more than words, is only a remark.
 */
export function hidingRemark(text: string, remark: Remark): Explanation | undefined {
  const what = hiddenBy(text, remark);
  const { start, end } = remark;
  if (what === undefined) return undefined;
  // The lines that were meant to stand between the brackets are no fault of their own.
  const wake = lineAt(text, remark.opened).indent;
  return { message: `a comment begins here, and hides ${what}`, note: remarkAdvice, start, end, wake };
}

function hiddenBy(text: string, { start, end }: Remark): string | undefined {
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

/** What hides the other half of a bracket: the last such comment between the bracket and where that was noticed. */
export const hidingBetween = (text: string, remarks: readonly Remark[], start: number, noticed: number) =>
  remarks
    .filter((remark) => remark.opened <= start && start < remark.start && remark.start < noticed)
    .slice(-mostRemarks)
    .map((remark) => hidingRemark(text, remark))
    .findLast((found) => found !== undefined);
