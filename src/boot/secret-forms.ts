import { toBase64 } from "../credentials/base64.ts";

/** Shorter ones are found everywhere. */
const shortest = 8;

/**
 * How a secret may stand in a file: as it is, and inside base64, as in Kubernetes Secrets and kubeconfigs. Base64 turns three bytes into
 * four letters, so that the same text has three forms, by where it begins; the letters at the edges also depend on what stands beside.
 */
export function formsOf(text: string): readonly string[] {
  const line = longestLine(text);
  if (line.length < shortest) return [];
  return [line, ...[0, 1, 2].map((before) => insideBase64(line, before))];
}

function insideBase64(text: string, before: number): string {
  const bytes = new TextEncoder().encode(text);
  const padded = new Uint8Array(before + bytes.length);
  padded.set(bytes, before);
  const whole = Math.floor(padded.length / 3) * 3;
  return toBase64(padded.subarray(0, whole)).slice(before === 0 ? 0 : 4);
}

/** Of a PEM text a line in its middle: the first ones are the same in many keys. */
export const pemForms = (pem: string): readonly string[] => formsOf(pem.split("\n")[2] ?? "");

/** grep looks for lines. */
const longestLine = (text: string) =>
  text.split("\n").reduce((longest, line) => (line.length > longest.length ? line : longest), "");
