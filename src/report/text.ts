import { printable } from "../model/printable.ts";

/** Columns that a text takes on a terminal: wide East Asian characters and emoji take two, combining marks none. */
export function displayWidth(text: string): number {
  let width = 0;
  for (const character of text) width += columns(character);
  return width;
}

function columns(character: string): number {
  if (/\p{M}/u.test(character)) return 0;
  return /[\u1100-\u115F\u2E80-\uA4CF\uAC00-\uD7A3\uF900-\uFAFF\uFE30-\uFE6F\uFF00-\uFF60\uFFE0-\uFFE6]|\p{Emoji_Presentation}/u.test(
    character,
  )
    ? 2
    : 1;
}

export interface Window {
  readonly text: string;
  /** Where the marked stretch begins in `text`, and how much of it is shown. */
  readonly from: number;
  readonly length: number;
}

/** Cuts a long line down to `room` columns around the marked stretch; what is cut is shown as an ellipsis. */
export function window(line: string, from: number, length: number, room: number): Window {
  const [before, marked, after] = around(line, from, length, room);
  if (displayWidth(before + marked + after) <= room) {
    return { text: before + marked + after, from: before.length, length: marked.length };
  }
  const middle = shorten(marked, Math.max(10, room - 20));
  const left = Math.max(0, Math.floor((room - displayWidth(middle)) / 2));
  const start = displayWidth(before) > left ? `…${lastColumns(before, left - 1)}` : before;
  const end = shorten(after, Math.max(0, room - displayWidth(start + middle)));
  return { text: start + middle + end, from: start.length, length: middle.length };
}

/** What is further away than there is room cannot be seen: a line may be as long as a file. */
function around(line: string, from: number, length: number, room: number): readonly [string, string, string] {
  const end = from + length;
  return [
    drawn(stretch(line, from - room - 1, from)),
    drawn(stretch(line, from, Math.min(end, from + room + 1))),
    drawn(stretch(line, end, end + room + 1)),
  ];
}

/** A tab is one column wide, and seen. */
const drawn = (text: string) => printable(text.replaceAll("\t", "→"));

/** A part of a text in which no character is cut in half: what takes two units is left out where only one is wanted. */
function stretch(text: string, from: number, to: number): string {
  return text.slice(Math.max(0, from), Math.max(0, to)).replace(/^[\udc00-\udfff]|[\ud800-\udbff]$/g, "");
}

function shorten(text: string, room: number): string {
  if (displayWidth(text) <= room) return text;
  return room < 1 ? "" : `${firstColumns([...text], room - 1).join("")}…`;
}

const lastColumns = (text: string, room: number) =>
  firstColumns([...text].reverse(), room)
    .reverse()
    .join("");

/** As many characters as have room. */
function firstColumns(characters: readonly string[], room: number): string[] {
  let used = 0;
  const end = characters.findIndex((character) => {
    used += columns(character);
    return used > room;
  });
  return characters.slice(0, end < 0 ? undefined : end);
}
