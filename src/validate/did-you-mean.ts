/** What was meant, if one word is nearest; else the words that are equally near, at most three. */
export interface Guess {
  readonly word?: string;
  readonly words: readonly string[];
}

/**
 * The words that somebody probably meant; none rather than a wrong one. The limit is 40 % of the length plus one, and a change of
 * case counts as one step: the rule that GraphQL's reference implementation has proved in use.
 */
export function didYouMean(written: string, words: readonly string[]): Guess {
  const limit = Math.floor(written.length * 0.4) + 1;
  const near = words
    .map((word) => ({ word, steps: distance(written, word, limit) }))
    .filter(({ word, steps }) => steps <= limit && steps < Math.max(word.length, written.length));
  const least = Math.min(...near.map(({ steps }) => steps));
  const nearest = near.filter(({ steps }) => steps === least).map(({ word }) => word);
  const [word] = nearest;
  return word !== undefined && nearest.length === 1 ? { word, words: nearest } : { words: nearest.sort().slice(0, 3) };
}

/** `did you mean "a" or "b"?`, where there is more than one to choose from. */
export function choiceNote({ word, words }: Guess): string | undefined {
  if (word !== undefined || words.length === 0) return undefined;
  return `did you mean ${words.map((each) => `"${each}"`).join(" or ")}?`;
}

/** Insertions, deletions, changes and swaps of neighbours between two words, and one for case; more than the limit when it is more. */
function distance(a: string, b: string, limit: number): number {
  if (a === b) return 0;
  const [left, right] = [a.toLowerCase(), b.toLowerCase()];
  const forCase = left === a && right === b ? 0 : 1;
  return Math.abs(left.length - right.length) > limit ? limit + 1 : forCase + edits(left, right);
}

function edits(left: string, right: string): number {
  let previous: number[] = [];
  let row = Array.from({ length: right.length + 1 }, (_, index) => index);
  for (let i = 1; i <= left.length; i += 1) {
    const next = nextRow(left, right, i, row, previous);
    previous = row;
    row = next;
  }
  return at(row, right.length);
}

function nextRow(a: string, b: string, i: number, row: readonly number[], previous: readonly number[]): number[] {
  const next = [i];
  for (let j = 1; j <= b.length; j += 1) {
    const same = a[i - 1] === b[j - 1];
    const change = at(row, j - 1) + (same ? 0 : 1);
    const swapped = i > 1 && j > 1 && a[i - 1] === b[j - 2] && a[i - 2] === b[j - 1];
    const swap = swapped ? at(previous, j - 2) + 1 : change;
    next.push(Math.min(at(row, j) + 1, at(next, j - 1) + 1, change, swap));
  }
  return next;
}

const at = (row: readonly number[], index: number) => row[index] ?? Number.POSITIVE_INFINITY;
