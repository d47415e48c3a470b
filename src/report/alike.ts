import type { Diagnostic } from "../model/diagnostic.ts";
import { type Pages, positionOf } from "./position.ts";

/** A fault to be drawn, and the lines of which the very same is to be said. */
export interface Drawn {
  readonly diagnostic: Diagnostic;
  readonly lines: readonly number[];
}

/** One cause may show on a hundred lines, as an indentation by tabs does: it is drawn at the first of them. */
export function withoutAlike(diagnostics: readonly Diagnostic[], pages: Pages): readonly Drawn[] {
  const drawn = new Map<string, { diagnostic: Diagnostic; lines: Set<number> }>();
  diagnostics.forEach((diagnostic, index) => {
    const line = lineOf(diagnostic, pages);
    const words = line === undefined ? String(index) : saidBy(diagnostic);
    const same = drawn.get(words);
    if (same && line !== undefined && !same.lines.has(line)) same.lines.add(line);
    else
      drawn.set(same ? `${words}\n${index}` : words, { diagnostic, lines: new Set(line === undefined ? [] : [line]) });
  });
  return [...drawn.values()].map(({ diagnostic, lines }) => ({ diagnostic, lines: [...lines].slice(1) }));
}

/** A second place in its notes is different each time. */
function lineOf({ span, notes }: Diagnostic, pages: Pages): number | undefined {
  if (span === undefined || notes.some((note) => note.span)) return undefined;
  return positionOf(span, pages)?.line;
}

/** Many nodes may have the same slip. */
const ofAnyNode = (message: string) =>
  message.replace(/\bnode "[^"]*"/, "a node").replace(/\bentry \d+ of nodes/, "a node");

const saidBy = ({ severity, code, message, span, notes, suggestion }: Diagnostic) =>
  JSON.stringify([severity, code, ofAnyNode(message), span?.file, notes, suggestion?.text]);

/** `4, 7 to 9` */
export function inRows(lines: readonly number[]): string {
  const rows: [from: number, to: number][] = [];
  for (const line of lines) {
    const last = rows.at(-1);
    if (last && line === last[1] + 1) last[1] = line;
    else rows.push([line, line]);
  }
  return rows
    .map(([from, to]) => (from === to ? `${from}` : `${from}${to === from + 1 ? "," : " to"} ${to}`))
    .join(", ");
}
