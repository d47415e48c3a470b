import { structuredPatch } from "diff";

/** Two texts, line by line. */
export interface Compared {
  /** As `diff -u` prints them, without the names. */
  readonly lines: readonly string[];
  readonly added: number;
  readonly removed: number;
}

/** Texts that differ in more lines are not compared but replaced: looking for the least difference takes the square of it. */
const mostEdits = 2000;

export function compareLines(before: string, after: string): Compared {
  const patch = structuredPatch("", "", before, after, "", "", { context: 3, maxEditLength: mostEdits });
  const hunks = patch?.hunks ?? [replaced(before, after)];
  const lines = hunks.flatMap((hunk) => [
    `@@ -${range(hunk.oldStart, hunk.oldLines)} +${range(hunk.newStart, hunk.newLines)} @@`,
    ...hunk.lines,
  ]);
  const count = (sign: string) => hunks.flatMap((hunk) => hunk.lines).filter((line) => line.startsWith(sign)).length;
  return { lines, added: count("+"), removed: count("-") };
}

/** Of no lines, the place is the line before them. */
const range = (start: number, count: number) =>
  count === 1 ? String(start) : `${count === 0 ? start - 1 : start},${count}`;

function replaced(before: string, after: string) {
  const [old, fresh] = [linesOf(before), linesOf(after)];
  const lines = [...old.map((line) => `-${line}`), ...fresh.map((line) => `+${line}`)];
  return { oldStart: 1, oldLines: old.length, newStart: 1, newLines: fresh.length, lines };
}

const linesOf = (text: string) => text.replace(/\n$/, "").split("\n");
