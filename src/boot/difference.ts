import type { Difference } from "./check.ts";

const longest = 300;

/** None where both are the same. An empty text is said in words, a long one is cut. */
export function compare(what: string, found: string | undefined, wanted: string): readonly Difference[] {
  return found === wanted ? [] : [{ what, found: shown(found ?? ""), wanted: shown(wanted) }];
}

/** The order counts. */
export function compareList(what: string, found: readonly string[], wanted: readonly string[]): readonly Difference[] {
  return compare(what, found.join(" "), wanted.join(" "));
}

/** The order does not count. */
export function compareSet(what: string, found: readonly string[], wanted: readonly string[]): readonly Difference[] {
  return compareList(what, found.toSorted(), wanted.toSorted());
}

/** For what is not compared but must hold. */
export function insist(holds: boolean, what: string, found: string, wanted: string): readonly Difference[] {
  return holds ? [] : [{ what, found: shown(found), wanted }];
}

function shown(text: string): string {
  if (text.trim() === "") return "nothing";
  return text.length > longest ? `${text.slice(0, longest)}...` : text;
}
