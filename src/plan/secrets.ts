import type { Bundle } from "../model/bundle.ts";
import type { SecretRef } from "../model/cluster.ts";

/** The text behind a value that may be a `{secret: NAME}`. The trust stage has reported missing ones; here they are a bug. */
export function secretText(value: string | SecretRef, bundle: Bundle): string {
  if (typeof value === "string") return value;
  const text = bundle.userSecrets.get(value.secret);
  if (text === undefined) throw new Error(`secret ${value.secret} is not in the bundle`);
  return text;
}
