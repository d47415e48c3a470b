import type { Path } from "../../src/model/tree.ts";
import { type JsonSchema, languageSchema } from "../../src/schema/json-schema.ts";

/** A place of the language at which something can be written. Positions in lists are 0, and a map of free keys has one called `any`. */
export interface Field {
  readonly path: Path;
  /** What may stand there; more than one where the schema has a choice. */
  readonly schemas: readonly JsonSchema[];
  /** Examples of the schema that are one value. */
  readonly examples: readonly unknown[];
}

/** A map of the language. `free`: any key may stand in it; else every key but its own is unknown. */
export interface MapField {
  readonly path: Path;
  readonly free: boolean;
  /** Something that may stand behind a key of it. */
  readonly value: unknown;
}

/** How a key of a free map is called here. */
export const anyKey = "any";

interface Found {
  readonly fields: Map<string, Field>;
  readonly maps: Map<string, MapField>;
}

const found = walk({ fields: new Map(), maps: new Map() }, languageSchema(), [], []);

/** Every place that takes one value, and every map, found in the schema: a new key is among them by itself. */
export const fields: readonly Field[] = [...found.fields.values()];
export const maps: readonly MapField[] = [...found.maps.values()];

/** Every key of the language, once. */
export const languageKeys: readonly string[] = [
  ...new Set(fields.flatMap(({ path }) => path).filter((step): step is string => typeof step === "string")),
];

/** Every word that some place takes, and examples of the rest. */
export const languageValues: readonly string[] = [
  ...new Set(fields.flatMap(({ schemas, examples }) => [...schemas.flatMap((each) => each.enum ?? []), ...examples])),
].map(String);

/** The place as it would be for the whole cluster: what a layer, a role or a node says is the same at another place. */
export function withoutLayer(path: Path): Path {
  if (path[0] === "defaults") return path.slice(1);
  return path[0] === "roles" || path[0] === "nodes" ? path.slice(2) : path;
}

function walk(into: Found, schema: JsonSchema, path: Path, examples: readonly unknown[]): Found {
  const own = [...(schema.examples ?? []), ...examples];
  const choices = schema.anyOf ?? [schema];
  for (const choice of choices) {
    for (const [key, below] of inside(choice)) walk(into, below, [...path, key], valuesAt(own, key));
    const isMap = "properties" in choice || "additionalProperties" in choice;
    const behind = choice["additionalProperties"];
    const free = typeof behind === "object";
    if (isMap) into.maps.set(path.join("/"), { path, free, value: free && onlyMaps(behind as JsonSchema) ? {} : "x" });
    else if (!choice.items && choice["type"] !== "null") addField(into, path, choice, own);
  }
  return into;
}

function onlyMaps({ anyOf, type }: JsonSchema): boolean {
  return anyOf === undefined ? type === "object" : anyOf.every((each) => each.type === "null" || onlyMaps(each));
}

function inside(schema: JsonSchema): readonly (readonly [string | number, JsonSchema])[] {
  const free = schema["additionalProperties"];
  return [
    ...Object.entries(schema.properties ?? {}),
    ...(schema.items ? [[0, schema.items] as const] : []),
    ...(typeof free === "object" ? [[anyKey, free as JsonSchema] as const] : []),
  ];
}

function addField({ fields: known }: Found, path: Path, schema: JsonSchema, examples: readonly unknown[]): void {
  const key = path.join("/");
  const simple = examples.filter((example) => typeof example !== "object");
  const before = known.get(key) ?? { path, schemas: [], examples: simple };
  known.set(key, { ...before, schemas: [...before.schemas, schema] });
}

/** What the examples of a map or a list have behind a key, or in it. */
function valuesAt(examples: readonly unknown[], key: string | number): readonly unknown[] {
  return examples.flatMap((example) => {
    if (Array.isArray(example)) return key === 0 ? example : [];
    if (typeof example !== "object" || example === null) return [];
    const map = example as Record<string, unknown>;
    return key === anyKey ? Object.values(map) : Object.hasOwn(map, key) ? [map[key]] : [];
  });
}
