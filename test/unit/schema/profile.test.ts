import { expect, test } from "vitest";
import { languageSchema } from "../../../src/schema/json-schema.ts";
import { profileSchema } from "../../../src/schema/profile.ts";
import { describe, keysOf, schemaAt } from "../../../src/schema/walk.ts";
import { keysBelow } from "../../support/language-keys.ts";

test("the JSON schema is closed and says what must be there, unless there is another file", () => {
  const schema = languageSchema();
  expect(schema["additionalProperties"]).toBe(false);
  expect(schema["if"]).toEqual({ required: ["include"] });
  expect(schema["else"]).toMatchObject({
    required: ["version", "network", "nodes"],
    properties: {
      network: { required: ["subnet", "gateway"], properties: { wifi: { required: ["ssid", "country"] } } },
    },
  });
  expect(schema.properties?.["nodes"]?.items?.required).toEqual(["name", "role", "address"]);
});

const keys = keysBelow(languageSchema());
const layers = ["defaults", "roles.control-plane", "roles.worker", "roles.rancher", "nodes"];
const isInLayer = (path: string) => layers.some((layer) => path.startsWith(`${layer}.`));

test("every key has a sentence, and an example that it takes", () => {
  expect(keys.length).toBeGreaterThan(200);
  for (const { path, schema } of keys) {
    expect(schema.description, path).toMatch(/^[A-Z].*\.$/);
    expect(schema.examples, path).not.toHaveLength(0);
    expect(schema.examples, path).toBeDefined();
  }
});

test("every choice says what each of its words means", () => {
  const choices = keys.filter(({ schema }) => schema.enum ?? schema.items?.enum);
  expect(choices.length).toBeGreaterThan(25);
  for (const { path, schema } of choices) {
    const { enum: words, enumDescriptions } = schema.enum ? schema : (schema.items ?? {});
    expect(enumDescriptions, path).toHaveLength(words?.length ?? 0);
  }
});

test("every key that may be left out says what holds then, or is a section, or leaves it to the layer below", () => {
  const silent = keys.filter(({ path, schema, required }) => {
    const isSaid = required || schema.properties !== undefined || "default" in schema || schema.otherwise !== undefined;
    return !isSaid && !isInLayer(path);
  });
  expect(silent.map(({ path }) => path)).toEqual([]);
  // What only a layer has, there is no layer below to say.
  const own = keysOf(schemaAt(profileSchema(), ["defaults"])).filter((key) => !keysOf(profileSchema()).includes(key));
  expect(own).toEqual(["board", "memory", "interface", "labels", "taints"]);
  for (const key of own)
    expect(keys.find(({ path }) => path === `defaults.${key}`)?.schema.otherwise).toBeTypeOf("string");
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
