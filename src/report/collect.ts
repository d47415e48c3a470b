import { catalogue } from "../model/catalogue.ts";
import type { Diagnostic } from "../model/diagnostic.ts";
import { onePerPlace } from "../model/one-per-place.ts";

export interface Policy {
  /** Warnings count as errors. */
  readonly strict: boolean;
  /** Codes of warnings that the user does not want to see; errors cannot be silenced. */
  readonly allow: readonly string[];
}

/** What is printed, in order: each fault once, allowed warnings gone, sorted by file, place and code. */
export function collect(diagnostics: readonly Diagnostic[], policy: Policy): Diagnostic[] {
  const wanted = diagnostics.filter(({ severity, code }) => severity !== "warning" || !policy.allow.includes(code));
  return onePerPlace(wanted)
    .map((diagnostic) => (policy.strict && diagnostic.severity === "warning" ? asError(diagnostic) : diagnostic))
    .sort(inOrder);
}

const asError = (diagnostic: Diagnostic): Diagnostic => ({ ...diagnostic, severity: "error" });

function inOrder(a: Diagnostic, b: Diagnostic): number {
  return (
    compare(a.span?.file ?? "", b.span?.file ?? "") ||
    (a.span?.start ?? 0) - (b.span?.start ?? 0) ||
    compare(a.subject ?? "", b.subject ?? "") ||
    compare(a.code, b.code) ||
    compare(a.message, b.message)
  );
}

const compare = (a: string, b: string) => (a < b ? -1 : a > b ? 1 : 0);

/** 0 when nothing failed; else 3 when the machine is at fault, 2 when the command line is, 1 when the profile is. */
export function exitCode(diagnostics: readonly Diagnostic[]): number {
  const failures = diagnostics.filter((d) => d.severity === "error");
  return failures.reduce((code, d) => Math.max(code, catalogue[d.code].exit), 0);
}
