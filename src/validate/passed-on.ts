import type { Diagnostic } from "../model/diagnostic.ts";
import { fault } from "../model/fault.ts";
import { ownedK3sKeys } from "../model/owned-k3s-keys.ts";
import type { ScalarTree, Tree } from "../model/tree.ts";
import { secretName } from "../schema/forms.ts";
import { placeOf } from "./place.ts";
import type { At } from "./text.ts";

/** K3s reads YAML 1.1, profiles are 1.2: a number that one of them would write differently, or `yes`, is a guess in what is passed on. */
export function ambiguous({ plain, value, span }: ScalarTree, { root, path, secret }: At): readonly Diagnostic[] {
  // A rule refuses it, however it is written.
  if (plain === undefined || (path.at(-2) === "config" && ownedK3sKeys.has(String(path.at(-1))))) return [];
  const place = placeOf(root, path);
  const inQuotes = secret ? "put it in quotes if it is text" : `put it in quotes if it is text: "${plain}"`;
  const what = secret ? place : `${place}: ${plain}`;
  if (typeof value === "number" && String(value) !== plain) {
    const notes = secret ? [inQuotes] : [inQuotes, `without quotes it is the number ${value}`];
    const message = `${what} does not reach K3s as it is written`;
    return [fault("bad-value", message, { span, notes, secret })];
  }
  if (typeof value !== "string" || !/^(?:y|n|yes|no|on|off)$/i.test(value)) return [];
  const suggestion = secret ? undefined : { span, text: /^(?:y|yes|on)$/i.test(value) ? "true" : "false" };
  const message = `${what} is text in YAML 1.2 and true or false in 1.1`;
  return [fault("bad-value", message, { span, notes: [inQuotes], suggestion, secret })];
}

/** `"{secret: wifi}"` and `secret:wifi` where a reference may stand: text, which would be the password itself. */
export function quotedReference({ value, span }: ScalarTree, { root, path, secret }: At): readonly Diagnostic[] {
  if (typeof value !== "string" || !(secret || path.includes("registries"))) return [];
  const [, name] = /^\{?\s*"?secret"?\s*:\s*([^\s{}]+)\s*\}?$/.exec(value) ?? [];
  if (name === undefined || !secretName.pattern?.test(name)) return [];
  const suggestion = { span, text: `{secret: ${name}}` };
  const message = `${placeOf(root, path)} is text, and no reference to a secret`;
  return [fault("bad-value", message, { span, notes: ["a reference has braces and no quotes"], suggestion })];
}

/** A reference that is not quite one would reach K3s as it stands. */
export function noReference(tree: Tree, { root, path }: At): readonly Diagnostic[] {
  if (tree.kind !== "map" || tree.entries.size !== 1) return [];
  const entry = tree.entries.get("secret");
  const name = entry?.value.kind === "scalar" ? entry.value.value : undefined;
  if (entry === undefined || (typeof name === "string" && secretName.pattern?.test(name))) return [];
  const { span } = entry.value;
  const notes = [`expected: ${secretName.expected}`];
  const message = `secret of ${placeOf(root, path)} is not ${secretName.what}`;
  return [fault("bad-value", message, { span, notes, secret: true })];
}
