import * as z from "zod";
import type { Code } from "../model/catalogue.ts";
import { words } from "./words.ts";

/** What a piece of text has to look like, in words for a message and as a test. */
export interface Form {
  /** With an article: `a time zone`. */
  readonly what: string;
  /** What would be right: a sentence or an example. */
  readonly expected: string;
  readonly pattern?: RegExp;
  readonly accepts?: (text: string) => boolean;
  /** What was probably meant; checked against the form before it is offered. */
  readonly mend?: (text: string) => string | undefined;
  /** A further remark for certain texts. */
  readonly hint?: (text: string) => string | undefined;
  readonly code?: Code;
}

/** What a custom issue carries along, for the message that is made of it. */
export interface FormParams {
  readonly form: Form;
  readonly mended: string | undefined;
  readonly hint: string | undefined;
}

/** A schema for text of a certain form. Patterns reach the JSON schema too, so that an editor knows them. */
export function form(f: Form) {
  return z
    .string()
    .superRefine((text, context) => {
      if (fits(f, text)) return;
      const params: FormParams = { form: f, mended: mended(f, text), hint: f.hint?.(text) };
      context.addIssue({ code: "custom", message: f.what, params: { ...params } });
    })
    .meta(f.pattern ? { pattern: f.pattern.source } : {})
    .register(words, { what: f.what, expected: f.expected, checked: true });
}

/** As {@link form}, with a value made from the text. */
export function parsed<T>(f: Omit<Form, "accepts">, parse: (text: string) => T | undefined) {
  const whole: Form = { ...f, accepts: (text) => parse(text) !== undefined };
  return form(whole).transform((text) => parse(text) as T);
}

function fits(f: Form, text: string): boolean {
  return (f.pattern?.test(text) ?? true) && (f.accepts?.(text) ?? true);
}

function mended(f: Form, text: string): string | undefined {
  const guess = f.mend?.(text);
  return guess !== undefined && guess !== text && fits(f, guess) ? guess : undefined;
}

/** A number that counts something, both limits included. */
export function count(from: number, to: number) {
  return z.int().min(from).max(to);
}
