import { random } from "../boot/random.ts";

/** Chance that depends on a seed alone. */
export interface Dice {
  /** A whole number from 0 to below `limit`. */
  readonly below: (limit: number) => number;
  readonly pick: <T>(items: readonly T[]) => T;
}

export function dice(seed: number): Dice {
  let thrown = Math.imul(seed, 0x9e3779b1);
  const below = (limit: number) => {
    thrown = (thrown + 1) | 0;
    return Math.floor(random(thrown) * limit);
  };
  return {
    below,
    pick: (items) => {
      const item = items[below(items.length)];
      if (item === undefined) throw new Error("nothing to choose from");
      return item;
    },
  };
}
