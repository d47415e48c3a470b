import type { Input } from "./mutate.ts";

/** Nobody waits for the very smallest. */
const mostTrials = 600;

/** The text of an input, without what is not needed for its being wrong. Bytes that are no text stay as they are. */
export async function reduced(input: Input, isWrong: (input: Input) => Promise<boolean>): Promise<string> {
  const text = new TextDecoder().decode(input.bytes);
  const session = {
    trials: 0,
    isWrong: (smaller: string) => isWrong({ ...input, bytes: new TextEncoder().encode(smaller) }),
  };
  if (!(await session.isWrong(text))) return text;
  const lines = await withoutNeedless(text.split(/(?<=\n)/), session);
  return (await withoutNeedless([...lines.join("")], session)).join("");
}

interface Session {
  trials: number;
  readonly isWrong: (text: string) => Promise<boolean>;
}

/** Leaves out halves, then quarters, down to single pieces. */
async function withoutNeedless(pieces: readonly string[], session: Session): Promise<readonly string[]> {
  let left = pieces;
  for (let size = Math.ceil(left.length / 2); size >= 1; size = size === 1 ? 0 : Math.ceil(size / 2)) {
    for (let at = 0; at < left.length && session.trials < mostTrials; ) {
      const without = left.toSpliced(at, size);
      session.trials += 1;
      if (await session.isWrong(without.join(""))) left = without;
      else at += size;
    }
  }
  return left;
}
