/**
 * Text that came from a profile, made safe to print: control, bidirectional and zero-width characters would let a file rewrite
 * what the terminal shows (trojansource.codes).
 */
export function printable(text: string): string {
  return text.replace(/[\p{Cc}\p{Cf}\p{Zl}\p{Zp}]/gu, (character) => {
    const code = (character.codePointAt(0) ?? 0).toString(16).toUpperCase().padStart(4, "0");
    return `‹U+${code}›`;
  });
}

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

/** Cuts a long line down to `room` characters around the marked stretch; what is cut is shown as an ellipsis. */
export function window(line: string, from: number, length: number, room: number): Window {
  const [before, marked, after] = around(line, from, length, room);
  if (before.length + marked.length + after.length <= room) {
    return { text: before + marked + after, from: before.length, length: marked.length };
  }
  const middle = shorten(marked, Math.max(10, room - 20));
  const left = Math.min(before.length, Math.max(0, Math.floor((room - middle.length) / 2)));
  const start = before.length > left ? `…${before.slice(before.length - left + 1)}` : before;
  const end = shorten(after, Math.max(0, room - start.length - middle.length));
  return { text: start + middle + end, from: start.length, length: middle.length };
}

/** What is further away than there is room cannot be seen: a line may be as long as a file. */
function around(line: string, from: number, length: number, room: number): readonly [string, string, string] {
  const end = from + length;
  return [
    printable(line.slice(Math.max(0, from - room - 1), from)),
    printable(line.slice(from, Math.min(end, from + room + 1))),
    printable(line.slice(end, end + room + 1)),
  ];
}

const shorten = (text: string, room: number) =>
  text.length <= room ? text : `${text.slice(0, Math.max(0, room - 1))}…`;
