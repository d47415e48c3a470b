import { type Code, catalogue } from "./catalogue.ts";
import type { Diagnostic, Note, Suggestion } from "./diagnostic.ts";
import type { Span } from "./span.ts";

interface FaultDetails {
  readonly span?: Span | undefined;
  readonly subject?: string | undefined;
  readonly notes?: readonly (string | Note)[] | undefined;
  readonly suggestion?: Suggestion | undefined;
  readonly secret?: boolean | undefined;
}

/** A diagnostic with the severity that the catalogue gives its code. */
export function fault(code: Code, message: string, details: FaultDetails = {}): Diagnostic {
  const { span, subject, notes = [], suggestion } = details;
  return {
    code,
    severity: catalogue[code].severity,
    message,
    ...(span && { span }),
    ...(subject !== undefined && { subject }),
    notes: notes.map((note) => (typeof note === "string" ? { message: note } : note)),
    ...(suggestion && { suggestion }),
    ...(details.secret && { secret: true as const }),
  };
}
