import { expect, test } from "vitest";
import * as z from "zod";
import { profileSchema } from "../../../src/schema/profile.ts";
import { describe, keysOf, schemaAt } from "../../../src/schema/walk.ts";

interface JsonSchema {
  readonly description?: string;
  readonly properties?: Readonly<Record<string, JsonSchema>>;
  readonly items?: JsonSchema;
  readonly anyOf?: readonly JsonSchema[];
  readonly required?: readonly string[];
  readonly additionalProperties?: unknown;
}

const published = () => z.toJSONSchema(profileSchema(), { io: "input" }) as JsonSchema;

/** The keys without a sentence on them, by path. */
function undescribed(schema: JsonSchema, path: string): readonly string[] {
  const inside = [...(schema.anyOf ?? []), ...(schema.items ? [schema.items] : [])].flatMap((each) =>
    undescribed(each, path),
  );
  const keys = Object.entries(schema.properties ?? {}).flatMap(([key, value]) => [
    ...(value.description === undefined ? [`${path}.${key}`] : []),
    ...undescribed(value, `${path}.${key}`),
  ]);
  return [...inside, ...keys];
}

test("a JSON schema can be made of the language, which is closed and says what must be there", () => {
  const schema = published();
  expect(schema.required).toEqual(["version", "network", "nodes"]);
  expect(schema.additionalProperties).toBe(false);
  expect(schema.properties?.["network"]?.required).toEqual(["subnet", "gateway"]);
  expect(schema.properties?.["nodes"]?.items?.required).toEqual(["name", "role", "address"]);
});

test("every key has a sentence that a reference page can be made of", () => {
  expect(undescribed(published(), "")).toEqual([]);
});

test.each([
  [["os"], "a map with image, timezone, ..."],
  [["os", "packages"], "a list"],
  [["os", "packages", 0], "the name of a Debian package"],
  [["hardening"], "one of off, baseline"],
  [["version"], "1"],
  [["edge_pulse", "zram_percent"], "auto or a whole number from 1 to 200"],
  [["edge_pulse", "swap", "size"], "a size"],
  [["network", "wifi", "password"], "a Wi-Fi password or a map with secret"],
  [["access", "passwordless_sudo"], "true or false"],
  [["k3s", "config"], "a map of keys and values"],
] as const)("what %j must be is said in words", (path, words) => {
  expect(describe(schemaAt(profileSchema(), path))).toBe(words);
});

test("a path that leads nowhere has no schema and no keys", () => {
  expect(schemaAt(profileSchema(), ["os", "constructor"])).toBeUndefined();
  expect(keysOf(undefined)).toEqual([]);
});
