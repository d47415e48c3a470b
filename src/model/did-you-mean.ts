import { editDistance } from "./edit-distance.ts";

/** What was meant, if one word is nearest; else the words that are equally near, at most three. */
export interface Guess {
  readonly word?: string;
  readonly words: readonly string[];
}

/**
 * The words that somebody probably meant; none rather than a wrong one. The limit is 40 % of the length, and a change of case counts
 * as one step. GraphQL's reference implementation allows one step more, by which `rack` was `mac` and `zone` was `role`.
 */
export function didYouMean(written: string, words: readonly string[]): Guess {
  const limit = Math.max(1, Math.floor(written.length * 0.4));
  const near = words
    .map((word) => ({ word, steps: editDistance(written, word, limit) }))
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
