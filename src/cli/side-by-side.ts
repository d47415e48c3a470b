import type { Diagnostic } from "../model/diagnostic.ts";

/**
 * Does the same with several things at a time. What is wrong with the first of them that something is wrong with; then no other is begun,
 * and those that were are waited for.
 */
export async function sideBySide<T>(
  items: readonly T[],
  atOnce: number,
  action: (item: T) => Promise<readonly Diagnostic[]>,
): Promise<readonly Diagnostic[]> {
  const waiting = [...items.entries()];
  const ends = new Map<number, { readonly faults: readonly Diagnostic[]; readonly thrown?: unknown }>();
  const work = async () => {
    for (let next = waiting.shift(); next !== undefined; next = waiting.shift()) {
      const [at, item] = next;
      const end = await action(item).then(
        (faults) => ({ faults }),
        (thrown: unknown) => ({ faults: [], thrown }),
      );
      if (end.faults.length === 0 && !("thrown" in end)) continue;
      ends.set(at, end);
      waiting.length = 0;
    }
  };
  await Promise.all(Array.from({ length: atOnce }, work));
  const first = ends.get(Math.min(...ends.keys()));
  if (first && "thrown" in first) throw first.thrown;
  return first?.faults ?? [];
}
