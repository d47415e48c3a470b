import { type Document, isMap, isPair, isScalar, type Pair, visit } from "yaml";
import type { Diagnostic } from "../model/diagnostic.ts";
import { fault } from "../model/fault.ts";
import { onePerPlace } from "../model/one-per-place.ts";
import { looksSecret } from "../model/secret-key.ts";
import type { Remark } from "./documents.ts";
import { hidingRemark, remarkAdvice } from "./remarks.ts";

/** Most profiles have no such line, and are not gone through. */
const likely = / #[^\s#!]/;

/**
 * `ssid: Home #5G`: to YAML a comment begins there. Where any text may stand no form tells that something is missing; but a comment that
 * is one has a space behind its sign. Between brackets a comment may take along what is meant for YAML.
 */
export function cutValues(
  file: string,
  text: string,
  document: Document,
  remarks: readonly Remark[],
): readonly Diagnostic[] {
  const hiding = remarks.flatMap((remark) => {
    const message = hidingRemark(text, remark)?.message;
    const span = { file, start: remark.start, end: remark.end };
    return message === undefined ? [] : [fault("cut-by-comment", message, { span, notes: [remarkAdvice] })];
  });
  return onePerPlace([...hiding, ...(likely.test(text) ? cutTexts(file, text, document) : [])]);
}

function cutTexts(file: string, text: string, document: Document): readonly Diagnostic[] {
  const found: Diagnostic[] = [];
  visit(document, {
    Pair: (_, pair, parents) => {
      const parent = parents.at(-1);
      const names = [...parents, pair].flatMap((each) =>
        isPair(each) && isScalar(each.key) ? [String(each.key.value)] : [],
      );
      const diagnostic = cutText(file, text, pair, names, isMap(parent) && parent.flow !== true);
      if (diagnostic) found.push(diagnostic);
    },
  });
  return found;
}

/** Where any text may stand. A label that is quoted is no label yet, so that quotes are not offered for it. */
const isText = (name: string) => name === "ssid" || name === "username";

function cutText(
  file: string,
  text: string,
  { value }: Pair,
  names: readonly string[],
  isAlone: boolean,
): Diagnostic | undefined {
  const name = names.at(-1) ?? "";
  const secret = looksSecret(name) && name !== "secret";
  if (!isScalar(value) || value.type !== "PLAIN" || !value.range) return undefined;
  if (!secret && !isText(name) && names.at(-2) !== "labels") return undefined;
  const [start, end] = value.range;
  const comment = /^[ \t]+(#[^\s#!][^\n]*)/.exec(text.slice(end, end + 200));
  if (comment?.[1] === undefined || typeof value.value !== "string") return undefined;
  const whole = { file, start, end: end + comment[0].trimEnd().length };
  const sign = { file, start: whole.end - comment[1].trimEnd().length, end: whole.end };
  const quoted = JSON.stringify(text.slice(start, whole.end));
  const suggestion = isAlone && isText(name) ? { span: whole, text: quoted } : undefined;
  return fault("cut-by-comment", "a comment begins here, and the value ends before it", {
    span: suggestion ? whole : sign,
    notes: suggestion ? [] : [remarkAdvice],
    suggestion,
    secret,
  });
}
