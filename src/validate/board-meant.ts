import { didYouMean, type Guess } from "../model/did-you-mean.ts";

/** How boards are called elsewhere, when maker, model and signs are left out: `Raspberry Pi 4 Model B`, `rpi4`, `pi_4`. */
const boardNames: readonly (readonly [RegExp, readonly string[]])[] = [
  [/^(?:pi)?3(?:b?\+|b?plus)?$/, ["pi-3b-plus"]],
  [/^(?:pi)?4b?$/, ["pi-4b"]],
  [/^(?:pi)?5b?$/, ["pi-5"]],
  [/^(?:pi)?cm4(?:lite|io)?$/, ["cm4"]],
  [/^(?:generic)?(?:amd64|x86|x8664|x64|i[3-7]86|pc|nuc|intel)$/, ["generic-amd64"]],
  [/^(?:generic)?(?:arm|arm64|aarch64|armv8)$/, ["generic-arm64"]],
  [/^(?:generic|other|any)$/, ["generic-amd64", "generic-arm64"]],
];

const only3bPlus = "of the Raspberry Pi 3, only the Model B+ is supported";
const elsewhere =
  "a computer that is no Raspberry Pi is `board: generic-arm64` or `generic-amd64`, with `os: {image: generic}` and an `interface`";

/** Boards that look like one of those that are known and are still others: `cm5` is not `cm4`. */
const otherBoards: readonly (readonly [RegExp, string])[] = [
  [/^(?:pi)?3(?:a|b$)/, only3bPlus],
  [/^(?:pi)?(?:zero|0)/, "the Raspberry Pi Zero is not supported"],
  [/^(?:pi)?[12](?:[ab]|$)/, "the Raspberry Pi 1 and 2 are not supported"],
  [/^(?:pi)?([45]00)/, "the Raspberry Pi $1 is not supported"],
  [/^(?:pi)?cm([135])/, "the Compute Module $1 is not supported"],
  [/^(?:orange|banana|rock|odroid|jetson|nanopi|beagle)/, elsewhere],
];

const memoryBehind = /[\s_-]*\(?\d+\s*gi?b?\)?$/;

function squeezed(written: string): string {
  return written
    .toLowerCase()
    .replace(memoryBehind, "")
    .replace(/raspberry|model|[^a-z0-9+]/g, "")
    .replace("computemodule", "cm")
    .replace(/^rpi/, "pi");
}

export function boardMeant(written: string, boards: readonly string[]): Guess {
  const text = squeezed(written);
  const [, found] = boardNames.find(([pattern]) => pattern.test(text)) ?? [];
  if (found?.length === 1 && found[0] !== undefined && boards.includes(found[0]))
    return { word: found[0], words: found };
  if (found) return { words: found.filter((board) => boards.includes(board)) };
  return otherBoards.some(([pattern]) => pattern.test(text)) ? { words: [] } : didYouMean(written, boards);
}

/** What there is to know of a board that is none of those that are known. */
export function boardNote(written: string): string | undefined {
  const text = squeezed(written);
  for (const [pattern, note] of otherBoards) {
    const match = pattern.exec(text);
    if (match) return note.replace("$1", match[1] ?? "");
  }
  if (/^(?:pi)?3$/.test(text)) return only3bPlus;
  const size = memoryBehind.exec(written.toLowerCase())?.[0].match(/\d+/)?.[0];
  return size === undefined ? undefined : `its memory has a key of its own: \`memory: ${size}GiB\``;
}
