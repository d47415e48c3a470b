/** The option again in what to type next, where that verb has to look in the same place. */
export const withOut = (out: string): string =>
  out === "out" ? "" : ` --out ${/^[\w./~-]+$/.test(out) ? out : "DIR"}`;
