import type { Span } from "../../../src/model/span.ts";

export interface Marked {
  readonly text: string;
  /** The stretches between « and », in the order in which they begin. */
  readonly spans: readonly { readonly start: number; readonly end: number }[];
}

/** Takes the marks out of a fixture, so that a test shows by eye which part of a text it expects a span to cover. Marks may nest. */
export function marked(fixture: string): Marked {
  const spans: { start: number; end: number }[] = [];
  const open: { start: number; end: number }[] = [];
  let text = "";
  for (const character of fixture) {
    if (character === "«") {
      const span = { start: text.length, end: text.length };
      spans.push(span);
      open.push(span);
    } else if (character === "»") {
      const span = open.pop();
      if (span === undefined) throw new Error("a » without its «");
      span.end = text.length;
    } else text += character;
  }
  if (open.length > 0) throw new Error("a « without its »");
  return { text, spans };
}

/** A span as the part of the text that it covers: what a failing test should show. */
export function covered(span: Span | undefined, text: string): string | undefined {
  return span && text.slice(span.start, span.end);
}
