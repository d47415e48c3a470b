import type { Explanation } from "./explanation.ts";

/** A line of a text, by its parts. */
export interface Line {
  /** Offset of what stands behind the indentation. */
  readonly start: number;
  readonly indent: number;
  readonly body: string;
}

/** What a message looks at is near; a text that is no YAML may be one line, or a million. */
const mostColumns = 500;
const mostLines = 200;

export function lineAt(text: string, at: number): Line {
  const from = Math.max(text.lastIndexOf("\n", at - 1) + 1, at - mostColumns);
  const [, spaces = "", body = ""] = /^( *)(.*)/.exec(text.slice(from, at + mostColumns)) ?? [];
  return { start: from + spaces.length, indent: spaces.length, body };
}

/** The lines above, nearest first, without empty ones and remarks. */
export function* linesAbove(text: string, at: number): Iterable<Line> {
  let end = text.lastIndexOf("\n", at - 1);
  for (let count = 0; end > 0 && count < mostLines; count += 1) {
    const line = lineAt(text, end);
    if (line.body !== "" && !line.body.startsWith("#")) yield line;
    end = text.lastIndexOf("\n", end - 1);
  }
}

const item = /^(- +)([\w.-]{1,60}):/;
const key = /^(?:- +)?([\w.-]{1,60}):/;

/** The column, from 1, at which the key of a line begins, or what stands in an item. */
export const keyColumn = ({ indent, body }: Line): number => indent + 1 + (/^- +/.exec(body)?.[0].length ?? 0);

/** The first item above that is not indented further: its dash and its first key. */
function itemAbove(text: string, line: Line) {
  for (const above of linesAbove(text, line.start)) {
    const [, dash = "", name] = item.exec(above.body) ?? [];
    if (name !== undefined && above.indent <= line.indent)
      return { dash: above.indent, key: above.indent + dash.length, name };
    if (above.indent < line.indent && !above.body.startsWith("- ")) return undefined;
  }
  return undefined;
}

const message = "indented differently from the lines that it belongs to";

/** For a line whose indentation fits nowhere: the column at which it would belong to what stands above. */
export function betterColumn(text: string, at: number): Explanation {
  const line = lineAt(text, at);
  const [whole = ""] = /^[\w.-]{0,60}/.exec(line.body) ?? [];
  return { message, start: line.start, end: line.start + Math.max(1, whole.length), ...columnFor(text, line) };
}

function columnFor(text: string, line: Line): Pick<Explanation, "note" | "wake"> {
  // What was meant to stand below a line is a fault only in the wake of it.
  if (line.body.startsWith("- ")) return { note: likeItem(text, line), wake: line.indent };
  if (/^[{[]/.test(line.body)) return { note: "an item of a list begins with - and a space" };
  const above = itemAbove(text, line);
  if (above && above.name === key.exec(line.body)?.[1]) {
    const note = `if another item of the list begins here, write - before it, at column ${above.dash + 1}`;
    return { note, wake: line.indent };
  }
  if (above && above.dash < line.indent && line.indent < above.key)
    return { note: `begin it at column ${above.key + 1}, below ${above.name}`, wake: line.indent };
  return likeKey(text, line);
}

function likeKey(text: string, line: Line): Pick<Explanation, "note" | "wake"> {
  const nearest = lineAboveOfOther(text, line);
  const [whole = "", name] = (nearest && key.exec(nearest.body)) ?? [];
  if (nearest === undefined || name === undefined) return { note: "keys of one level begin at the same column" };
  const indent = nearest.indent + whole.length - name.length - 1;
  const note = `begin it at column ${indent + 1}, below ${name}`;
  // The line below shows which level was meant, and is itself a fault only in the wake of this one.
  if (indent > line.indent && lineBelow(text, line)?.indent === indent) return { note, wake: line.indent };
  return { note: `${note}, or where another line above begins` };
}

/** Lines that begin at the same column have the same fault. */
function lineAboveOfOther(text: string, { start, indent }: Line): Line | undefined {
  for (const line of linesAbove(text, start)) if (line.indent !== indent) return line;
  return undefined;
}

function lineBelow(text: string, { start }: Line): Line | undefined {
  const end = text.indexOf("\n", start);
  return end < 0 ? undefined : lineAt(text, end + 1);
}

function likeItem(text: string, line: Line): string {
  const items = [...linesAbove(text, line.start)].filter(({ body }) => body.startsWith("- "));
  const [above, next] = items;
  if (above === undefined) return "items of one list begin at the same column";
  const column = `begin it at column ${above.indent + 1}, like the item above`;
  const isOnly = (next === undefined || next.indent < above.indent) && !isAmongKeysOfItem(text, line.start);
  return isOnly && above.indent < line.indent ? `${column}, or that one at column ${line.indent + 1}` : column;
}

/** The line above, unless it is empty or a remark: then the one above that. */
export function lineAbove(text: string, at: number): Line | undefined {
  for (const line of linesAbove(text, at)) return line;
  return undefined;
}

/** Whether an item stands above that is indented further, with nothing but its keys between: the two were meant to be items of one list. */
export function isIndentedItemAbove(text: string, at: number): boolean {
  const { indent } = lineAt(text, at);
  for (const line of linesAbove(text, at)) {
    if (line.indent <= indent) return false;
    if (line.body.startsWith("- ")) return true;
  }
  return false;
}

/** Whether what stands above are keys of an item, at this very column: the next item was meant, and has the keys' indentation. */
export function isAmongKeysOfItem(text: string, at: number): boolean {
  const { indent } = lineAt(text, at);
  for (const line of linesAbove(text, at)) {
    if (line.body.startsWith("- ")) return line.indent < indent && line.indent > indent - 5;
    if (line.indent !== indent) return false;
  }
  return false;
}
