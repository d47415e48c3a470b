import { withoutSecrets } from "../model/without-secrets.ts";
import { type Known, numbering } from "./labels.ts";

type Place = readonly [start: number, end: number];

const pem = /-----BEGIN ([A-Z0-9 ]+)-----.*?-----END \1-----/gs;

/** Both texts with each secret replaced. `byLooks`: also what stands behind a key that looks like it, known or not. */
export function maskTexts(texts: readonly [string, string], known: Known, byLooks: boolean): readonly [string, string] {
  const label = numbering(known);
  const mask = (text: string) => replaced(text, placesIn(text, known, byLooks), label);
  return [mask(texts[0]), mask(texts[1])];
}

const placesIn = (text: string, { secrets, toBeMade }: Known, byLooks: boolean): readonly Place[] => [
  ...[...secrets, ...toBeMade].flatMap((secret) => occurrences(text, secret)),
  ...matches(text, pem),
  // Every character stays at its place there.
  ...(byLooks ? matches(withoutSecrets(text, "sound"), /•+/g) : []),
];

const matches = (text: string, pattern: RegExp): readonly Place[] =>
  [...text.matchAll(pattern)].map((match) => [match.index, match.index + match[0].length]);

function occurrences(text: string, part: string): readonly Place[] {
  const places: Place[] = [];
  for (let at = text.indexOf(part); at >= 0; at = text.indexOf(part, at + part.length))
    places.push([at, at + part.length]);
  return places;
}

function replaced(text: string, places: readonly Place[], label: (secret: string) => string): string {
  let shown = "";
  let done = 0;
  for (const [start, end] of joined(places)) {
    shown += text.slice(done, start) + label(text.slice(start, end));
    done = end;
  }
  return shown + text.slice(done);
}

/** In order, and those that touch as one. */
function joined(places: readonly Place[]): readonly Place[] {
  const result: [number, number][] = [];
  for (const [start, end] of places.toSorted(([a], [b]) => a - b)) {
    const last = result.at(-1);
    if (last && start <= last[1]) last[1] = Math.max(last[1], end);
    else result.push([start, end]);
  }
  return result;
}
