import type { JsonSchema } from "../../src/schema/json-schema.ts";

/** A key of the profile language, wherever it may stand: `nodes.os.image` is that of an entry of `nodes`. */
export interface LanguageKey {
  readonly path: string;
  readonly schema: JsonSchema;
  readonly required: boolean;
}

/** What a profile needs, in this file or in another: in the JSON schema that is a condition. */
const needed = "version network network.subnet network.gateway network.wifi.ssid network.wifi.country nodes".split(" ");

/** The way to a key: what is said of the entries of a list is said of the first. */
export function stepsOf(path: string): readonly (string | number)[] {
  const keys = path.split(".");
  const isList = (key: string) => key === "nodes" || key === "ssh_authorized_keys";
  return keys.flatMap((key, at) => (isList(key) && at < keys.length - 1 ? [key, 0] : [key]));
}

/** A value behind its keys; in the only entry where there are entries. */
export const nested = (path: string, value: unknown): unknown =>
  stepsOf(path).reduceRight<unknown>((inner, step) => (step === 0 ? [inner] : { [step]: inner }), value);

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
