import * as z from "zod";
import { showSize } from "../model/size.ts";
import { builtInCluster, builtInLayer } from "./built-in.ts";
import { profileSchema } from "./profile.ts";
import { wordsOf } from "./words.ts";

/** What of JSON Schema (draft 2020-12) is in use here, with the keywords by which editors show more than errors. */
export interface JsonSchema {
  type?: string | string[];
  description?: string;
  default?: unknown;
  /** Not published: see {@link Words}. */
  otherwise?: string;
  examples?: unknown[];
  enum?: unknown[];
  enumDescriptions?: string[];
  pattern?: string;
  patternErrorMessage?: string;
  required?: string[];
  properties?: Record<string, JsonSchema>;
  items?: JsonSchema;
  anyOf?: JsonSchema[];
  [keyword: string]: unknown;
}

/** The profile language as JSON Schema, for editors: completion, descriptions and errors while typing. */
export function profileJsonSchema(): string {
  return `${JSON.stringify(languageSchema(), (_, value) => published(value), 2)}\n`;
}

/** The same as data, with the defaults in words apart from the descriptions. */
export function languageSchema(): JsonSchema {
  const schema = z.toJSONSchema(profileSchema(), {
    io: "input",
    override: ({ zodSchema, jsonSchema, path }) => annotate(jsonSchema as JsonSchema, zodSchema, path),
  }) as JsonSchema;
  const { $schema, ...rest } = schema;
  return { $schema, description: "A cluster profile of edgegen.", ...unlessIncluding(rest) };
}

function annotate(json: JsonSchema, schema: z.core.$ZodType, path: readonly (string | number)[]): void {
  const { what, expected, examples, meanings, otherwise } = wordsOf(schema);
  if (examples) json.examples = [...examples];
  if (otherwise) json.otherwise = otherwise;
  if (meanings) json.enumDescriptions = Object.values(meanings);
  if (json.pattern && what) json.patternErrorMessage = `This is not ${what}. Expected: ${expected}.`;
  if (path.at(-2) !== "properties") return;
  const keys = path.filter((_, index) => path[index - 1] === "properties");
  const value = defaultAt(keys);
  if (value !== undefined && !json.properties) json.default = json.type === "string" ? text(value) : value;
  if (schema instanceof z.ZodOptional && !isPassedOn(keys)) allowNothing(json);
}

/** Of a layer nothing is built in: what it does not say, the one below it says. */
function defaultAt(keys: readonly (string | number)[]): unknown {
  return valueAt(builtInCluster, keys) ?? valueAt(builtInLayer, keys);
}

function valueAt(table: unknown, keys: readonly (string | number)[]): unknown {
  return keys.reduce((value, key) => (value as Record<string, unknown> | undefined)?.[key], table);
}

/** The tables hold sizes as numbers. */
const text = (value: unknown) => (typeof value === "number" ? showSize(value) : value);

/** What is handed on to K3s keeps its empty keys, as `validate` does. */
const isPassedOn = (keys: readonly (string | number)[]) => keys.slice(0, -1).includes("registries");

/**
 * A section may be emptied by commenting out what is in it. So may any other key, but there an editor had better say that something
 * is still missing.
 */
function allowNothing(json: JsonSchema): void {
  if (json.type === "object" || json.type === "array") json.type = [json.type, "null"];
}

/** What must be there may stand in an included file, of which an editor knows nothing. Entries of `nodes` are whole in any case. */
function unlessIncluding(schema: JsonSchema): JsonSchema {
  const { required, ...rest } = schema;
  const network = rest.properties?.["network"] ?? {};
  const wifi = network.properties?.["wifi"] ?? {};
  const needs = {
    required,
    properties: { network: { ...movedFrom(network), properties: { wifi: movedFrom(wifi) } } },
  };
  return { ...rest, if: { required: ["include"] }, else: needs };
}

/** Without the last word the language server would complete the key twice. */
function movedFrom(schema: JsonSchema): JsonSchema {
  const { required } = schema;
  delete schema.required;
  return { required, doNotSuggest: true } as JsonSchema;
}

/** Editors take plain text and Markdown apart: in plain text `code` would keep its backticks. None of them shows the default by itself. */
function published(value: unknown): unknown {
  if (typeof value !== "object" || value === null || !("description" in value)) return value;
  const { otherwise, description, enumDescriptions, ...rest } = value as JsonSchema;
  const fallback = otherwise ?? (rest.default === undefined ? undefined : `\`${shown(rest.default)}\``);
  const whole = fallback === undefined ? description : `${description} Default: ${fallback}.`;
  return {
    ...bothForms("description", "markdownDescription", whole),
    ...rest,
    ...bothForms("enumDescriptions", "markdownEnumDescriptions", enumDescriptions),
  };
}

/** A default as a profile would have it in one line; none of them needs quotes. */
export function shown(value: unknown): string {
  return Array.isArray(value) ? `[${value.join(", ")}]` : typeof value === "string" ? value : JSON.stringify(value);
}

function bothForms(plain: string, markdown: string, said: string | string[] | undefined): JsonSchema {
  if (said === undefined) return {};
  return { [plain]: said, ...(JSON.stringify(said).includes("`") && { [markdown]: said }) };
}
