import { looksSecret, urlPasswords } from "../model/secret-key.ts";
import { type Known, type Label, numbering } from "./labels.ts";

/** Longer than words and names of hosts are. */
const random = /[A-Za-z0-9+]{24,}/;

/**
 * Both data with each secret replaced: what is known, what looks random, what stands behind a key that looks like it. A key that has a
 * secret behind it somewhere has one everywhere: nothing else is known of a secret that was exchanged.
 */
export function maskData(sides: readonly [unknown, unknown], known: Known): readonly [unknown, unknown] {
  const keys = new Set(sides.flatMap((data) => secretKeys(data, known, "", false)));
  const label = numbering(known);
  return [masked(sides[0], keys, label, ""), masked(sides[1], keys, label, "")];
}

const isNode = (data: unknown): data is object => data !== null && typeof data === "object";

/** The members of a list stand behind the list's own key. */
const keyOf = (data: object, key: string, outer: string) => (Array.isArray(data) ? outer : key);

function secretKeys(data: unknown, known: Known, outer: string, inSecret: boolean): readonly string[] {
  if (!isNode(data)) return inSecret || isSecret(String(data), known) ? [outer] : [];
  return Object.entries(data).flatMap(([name, value]) => {
    const key = keyOf(data, name, outer);
    return secretKeys(value, known, key, inSecret || holdsSecret(key, value));
  });
}

/** `auth` is a section of registries.yaml, and in it the name and the password in one text. */
const holdsSecret = (key: string, value: unknown) => looksSecret(key) || (key === "auth" && !isNode(value));

const isSecret = (text: string, { secrets }: Known) =>
  random.test(text) || urlPasswords(text).length > 0 || secrets.some((secret) => text.includes(secret));

function masked(data: unknown, keys: ReadonlySet<string>, label: Label, outer: string): unknown {
  if (!isNode(data)) return keys.has(outer) ? label(String(data)) : data;
  const entries = Object.entries(data).map(
    ([name, value]) => [name, masked(value, keys, label, keyOf(data, name, outer))] as const,
  );
  return Array.isArray(data) ? entries.map(([, value]) => value) : Object.fromEntries(entries);
}
