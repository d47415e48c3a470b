import type { Diagnostic } from "./diagnostic.ts";

/** Each fault once, the first of them: a range, a layer, an alias or a shared value is one place for many nodes. */
export function onePerPlace(diagnostics: readonly Diagnostic[]): Diagnostic[] {
  const seen = new Set<string>();
  return diagnostics.filter((diagnostic) => {
    const key = identity(diagnostic);
    return !seen.has(key) && seen.add(key);
  });
}

function identity({ code, span, subject, message }: Diagnostic): string {
  return span ? `${code} ${span.file} ${span.start} ${span.end}` : `${code} ${subject} ${message}`;
}
