import * as z from "zod";
import type { Path } from "../model/tree.ts";
import { wordsOf } from "./words.ts";

/** The schema without what only says how often or from what a value is made. */
function bare(schema: z.core.$ZodType): z.core.$ZodType {
  if (schema instanceof z.ZodOptional || schema instanceof z.ZodNullable) return bare(schema.unwrap());
  if (schema instanceof z.ZodPipe) return bare(schema.in);
  return schema;
}

/** The schema of the value at a path; undefined where anything goes. In a union it is that of the first choice that has the path. */
export function schemaAt(schema: z.core.$ZodType, path: Path): z.core.$ZodType | undefined {
  const inner = bare(schema);
  const [step, ...rest] = path;
  if (step === undefined) return inner;
  if (inner instanceof z.ZodUnion) return firstDefined(inner.options, (option) => schemaAt(option, path));
  const child = childSchema(inner, step);
  return child && schemaAt(child, rest);
}

/** How a value may look, for somebody who has written none. */
export function exampleAt(schema: z.core.$ZodType, path: Path): unknown {
  const [parent, step] = [schemaAt(schema, path.slice(0, -1)), path.at(-1)];
  const child = parent && step !== undefined ? childSchema(parent, step) : undefined;
  const inner = child instanceof z.ZodOptional ? child.unwrap() : child;
  return wordsOf(inner).examples?.[0];
}

function childSchema(schema: z.core.$ZodType, step: string | number): z.core.$ZodType | undefined {
  if (schema instanceof z.ZodObject) return Object.hasOwn(schema.shape, step) ? schema.shape[step] : undefined;
  if (schema instanceof z.ZodArray) return schema.element;
  return schema instanceof z.ZodRecord ? schema.valueType : undefined;
}

function firstDefined<T, R>(items: readonly T[], find: (item: T) => R | undefined): R | undefined {
  for (const item of items) {
    const found = find(item);
    if (found !== undefined) return found;
  }
  return undefined;
}

/** The keys that a map may have; empty where it may have any. */
export function keysOf(schema: z.core.$ZodType | undefined): readonly string[] {
  const inner = schema && bare(schema);
  if (inner instanceof z.ZodUnion) return inner.options.flatMap((option) => keysOf(option as z.core.$ZodType));
  return inner instanceof z.ZodObject ? Object.keys(inner.shape) : [];
}

/** The literal values that a schema lists. */
export function choicesOf(schema: z.core.$ZodType | undefined): readonly (string | number | boolean)[] {
  const inner = schema && bare(schema);
  if (inner instanceof z.ZodUnion) return inner.options.flatMap((option) => choicesOf(option as z.core.$ZodType));
  if (inner instanceof z.ZodEnum) return inner.options;
  if (inner instanceof z.ZodLiteral)
    return [...inner.values].filter((value) => typeof value === "number" || typeof value === "string");
  return [];
}

/** What a value must be, in words: `text`, `a list`, `"auto" or a whole number from 1 to 200`. */
export function describe(schema: z.core.$ZodType | undefined): string {
  const inner = schema && bare(schema);
  if (inner instanceof z.ZodUnion)
    return inner.options.map((option) => describe(option as z.core.$ZodType)).join(" or ");
  const choices = choicesOf(inner);
  if (choices.length > 0) return choices.length > 1 ? `one of ${choices.join(", ")}` : choices.join("");
  if (inner instanceof z.ZodString) return wordsOf(inner).what ?? "text";
  if (inner instanceof z.ZodBoolean) return "true or false";
  if (inner instanceof z.ZodNumber)
    return inner.isInt ? `a whole number from ${inner.minValue} to ${inner.maxValue}` : "a number";
  if (inner instanceof z.ZodArray) return "a list";
  if (inner instanceof z.ZodObject) return `a map with ${list(Object.keys(inner.shape))}`;
  return inner instanceof z.ZodRecord ? "a map of keys and values" : "a value";
}

const list = (words: readonly string[]) =>
  words.length > 3 ? `${words.slice(0, 2).join(", ")}, ...` : words.join(", ");
