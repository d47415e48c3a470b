import type { JsonSchema } from "../../src/schema/json-schema.ts";

/** A key of the profile language, wherever it may stand: `nodes.os.image` is that of an entry of `nodes`. */
export interface LanguageKey {
  readonly path: string;
  readonly schema: JsonSchema;
  readonly required: boolean;
}

/** What a profile needs, in this file or in another: in the JSON schema that is a condition. */
const needed = "version network network.subnet network.gateway network.wifi.ssid network.wifi.country nodes".split(" ");

export function keysBelow(schema: JsonSchema, path = ""): readonly LanguageKey[] {
  const inside = [...(schema.anyOf ?? []), ...(schema.items ? [schema.items] : [])];
  const below = inside.flatMap((each) => keysBelow(each, path));
  const own = Object.entries(schema.properties ?? {}).flatMap(([key, value]) => {
    const whole = path === "" ? key : `${path}.${key}`;
    const required = (schema.required?.includes(key) ?? false) || needed.includes(whole);
    return [{ path: whole, schema: value, required }, ...keysBelow(value, whole)];
  });
  return [...below, ...own];
}
