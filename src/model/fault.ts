import { type Code, catalogue } from "./catalogue.ts";
import type { Diagnostic, Note, Suggestion } from "./diagnostic.ts";
import { printable } from "./printable.ts";
import type { Span } from "./span.ts";
import { unprintable } from "./unprintable.ts";

interface FaultDetails {
  readonly span?: Span | undefined;
  readonly subject?: string | undefined;
  readonly notes?: readonly (string | Note)[] | undefined;
  readonly suggestion?: Suggestion | undefined;
  readonly secret?: boolean | undefined;
}

/** No sentence that is meant to be read is longer; what it quotes may be. */
const longest = 500;

/** A sentence that may quote anything, so that it can be shown: of a long one the beginning, and the end around what it quotes. */
function sentence(text: string): string {
  const whole = printable(text);
  return whole.length > longest ? `${whole.slice(0, longest - 150)} … ${whole.slice(-100)}` : whole;
}

/** What an editor would put into the file must be fit for it. */
const canBeTaken = ({ text }: Suggestion) => text.length <= longest && unprintable(text) === undefined;

/** A diagnostic with the severity that the catalogue gives its code. */
export function fault(code: Code, message: string, details: FaultDetails = {}): Diagnostic {
  const { span, subject, notes = [], suggestion } = details;
  return {
    code,
    severity: catalogue[code].severity,
    message: sentence(message),
    ...(span && { span }),
    ...(subject !== undefined && { subject }),
    notes: notes.map((note) => {
      const { message: text, ...place } = typeof note === "string" ? { message: note } : note;
      return { message: sentence(text), ...place };
    }),
    ...(suggestion && canBeTaken(suggestion) && { suggestion }),
    ...(details.secret && { secret: true as const }),
  };
}
