import { type Document, isMap, isScalar, type Pair, visit } from "yaml";
import type { Diagnostic } from "../model/diagnostic.ts";
import { fault } from "../model/fault.ts";
import { looksSecret } from "../model/secret-key.ts";

/** Most profiles have no such line, and are not gone through. */
const likely = / #[^\s#!]/;

/**
 * `ssid: Home #5G`: to YAML a comment begins there. Where any text may stand no form tells that something is missing; but a comment that
 * is one has a space behind its sign.
 */
export function cutValues(file: string, text: string, document: Document): readonly Diagnostic[] {
  const found: Diagnostic[] = [];
  if (!likely.test(text)) return found;
  visit(document, {
    Pair: (_, pair, parents) => {
      const parent = parents.at(-1);
      const diagnostic = cutValue(file, text, pair, isMap(parent) && parent.flow !== true);
      if (diagnostic) found.push(diagnostic);
    },
  });
  return found;
}

function cutValue(file: string, text: string, { key, value }: Pair, isAlone: boolean): Diagnostic | undefined {
  const name = isScalar(key) ? String(key.value) : "";
  const secret = looksSecret(name) && name !== "secret";
  if (!isScalar(value) || value.type !== "PLAIN" || !value.range || !(secret || name === "ssid")) return undefined;
  const [start, end] = value.range;
  const comment = /^[ \t]+(#[^\s#!][^\n]*)/.exec(text.slice(end, end + 200));
  if (comment?.[1] === undefined || typeof value.value !== "string") return undefined;
  const whole = { file, start, end: end + comment[0].trimEnd().length };
  const quoted = JSON.stringify(text.slice(start, whole.end));
  const suggestion = isAlone && !secret ? { span: whole, text: quoted } : undefined;
  const sign = { file, start: whole.end - comment[1].trimEnd().length, end: whole.end };
  const notes = suggestion ? [] : ["put the value in quotes if this is part of it, else a space behind the #"];
  return fault("cut-by-comment", "a comment begins here, and the value ends before it", {
    span: suggestion ? whole : sign,
    notes,
    suggestion,
    secret,
  });
}
