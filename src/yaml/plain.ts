import { parseDocument, visit } from "yaml";

/** A value, or the line (from 1) at which the text stops being what is expected; the library's own words would quote the text. */
export type Plain = { readonly value: unknown } | { readonly line: number };

/** Reads a file of edgegen's own, which has no aliases, as plain data: for text of which no diagnostic may show anything. */
export function parsePlain(text: string): Plain {
  const document = parseDocument(text, { prettyErrors: false, logLevel: "silent" });
  let wrong = [...document.errors, ...document.warnings][0]?.pos[0];
  visit(document, {
    Alias: (_key, alias) => {
      wrong ??= alias.range?.[0];
    },
  });
  if (wrong === undefined) return { value: document.toJS() };
  return { line: text.slice(0, wrong).split("\n").length };
}
