import type { Code } from "./catalogue.ts";
import type { Span } from "./span.ts";

export type Severity = "error" | "warning" | "info";

/** A further remark on a diagnostic; with a span it gets a frame of its own ("first used here"). */
export interface Note {
  readonly message: string;
  readonly span?: Span;
}

/** A replacement that would mend the fault: drawn under the caret, and what an editor would apply. */
export interface Suggestion {
  readonly span: Span;
  readonly text: string;
}

/**
 * One thing to say about what the user gave us. Diagnostics are values: stages return them, the pipeline collects them,
 * one printer prints them. Messages never contain a secret.
 */
export interface Diagnostic {
  readonly code: Code;
  readonly severity: Severity;
  readonly message: string;
  readonly span?: Span;
  /** What the fault is about when it has no place in a profile: a path on disk, or a node's name. */
  readonly subject?: string;
  readonly notes: readonly Note[];
  readonly suggestion?: Suggestion;
  /** The line that the span points at holds a secret: its place may be shown, its text may not. */
  readonly secret?: true;
}

/** What every stage returns. `value` is absent only when there is nothing that a later stage could work with. */
export interface Result<T> {
  readonly value?: T;
  readonly diagnostics: readonly Diagnostic[];
}
