import { looksSecret, urlPasswords } from "./secret-key.ts";
import { blockEnd, flowEnd, lineEndOf } from "./value-end.ts";

export type Syntax = "sound" | "broken";

type Place = readonly [start: number, end: number];

/** A key and what separates it from its value, also where the space or the colon is missing: `password:x`, `password = x`. */
const keyed = /(?<![\w.+-])(["']?)([A-Za-z][\w.+-]{0,63})\1[ \t]*[:=][ \t]*/g;
const keyedBySpace = /(?<=^[ \t]*(?:- +)*)(["']?)([A-Za-z][\w.+-]{0,63})\1[ \t]+(?![ \t:=])/gm;

/** `{secret: NAME}` names a secret, and is none. */
const reference = /\{\s*(["']?)secret\1\s*:\s*(["']?)[a-z0-9][a-z0-9_-]{0,63}\2\s*\}(?=[ \t]*(?:[,}\]#\n]|$))/y;
const blockReference = /^(?:#.*)?\n\s*(["']?)secret\1:[ \t]+(["']?)[a-z0-9][a-z0-9_-]{0,63}\2[ \t]*(?:#.*)?\s*$/;

const privateKey = /-----BEGIN [A-Z ]{0,20}PRIVATE KEY-----([A-Za-z0-9+/=\s\\]+)/dg;

/**
 * A source text in which what nobody may see is blotted out, every character at its place: whatever stands behind or below a key that
 * looks secret, passwords in URLs, private keys. It goes by the looks of the text, since the reason for showing it is often that it is
 * no YAML; in doubt it blots out too much. In text whose syntax is known to be broken a value goes on to the end of its line.
 */
export function withoutSecrets(source: string, syntax: Syntax): string {
  const text = source.replaceAll("\r", "\n");
  const places = [
    ...keyPlaces(text, keyed, syntax),
    ...keyPlaces(text, keyedBySpace, syntax),
    ...urlPasswords(text),
    ...pemPlaces(text),
  ];
  places.sort(([a], [b]) => a - b);
  let shown = "";
  let done = 0;
  for (const [start, end] of places) {
    if (end <= done) continue;
    const from = Math.max(start, done);
    shown += source.slice(done, from) + blotted(source.slice(from, end));
    done = end;
  }
  return shown + source.slice(done);
}

/** Indentation and line ends stay, for the numbers and the columns of a frame. */
const blotted = (text: string) => text.replace(/\S[^\r\n]*/g, (line) => "•".repeat(line.length));

function keyPlaces(text: string, pattern: RegExp, syntax: Syntax): readonly Place[] {
  const places: Place[] = [];
  const isSecret = remembered(looksSecret);
  let done = 0;
  for (const match of text.matchAll(pattern)) {
    const [from, key = ""] = [match.index + match[0].length, match[2]];
    // A value that was not closed may take the next key along, and end in the middle of that one's value.
    if (from < done && lineEndOf(text, from) <= done) continue;
    if (!isSecret(key) && !isLogin(key, text, from)) continue;
    const known = referenceEnd(text, match.index, from);
    const end = known ?? Math.max(valueEnd(text, match.index, from), syntax === "broken" ? lineEndOf(text, from) : 0);
    if (known === undefined && !blockReference.test(text.slice(from, end))) places.push([from, end]);
    done = Math.max(done, end);
  }
  return places;
}

/** A profile has few keys, but each many times. */
function remembered(decide: (key: string) => boolean): (key: string) => boolean {
  const known = new Map<string, boolean>();
  return (key) => {
    const found = known.get(key) ?? decide(key);
    known.set(key, found);
    return found;
  };
}

/** `auth` is a section of registries.yaml, and in it the name and the password in one text. */
const isLogin = (key: string, text: string, from: number) => key === "auth" && /[^\s{#&*]/.test(text.charAt(from));

/** The end of `{secret: NAME}` behind a key, or around one. */
function referenceEnd(text: string, key: number, from: number): number | undefined {
  const brace = /\{\s*$/.exec(text.slice(Math.max(0, key - 20), key));
  for (const start of [from, brace ? key - brace[0].length : from]) {
    reference.lastIndex = start;
    if (reference.test(text)) return reference.lastIndex;
  }
  return undefined;
}

function valueEnd(text: string, key: number, from: number): number {
  const before = text.slice(text.lastIndexOf("\n", key - 1) + 1, key);
  return /^[ \t]*(?:[-?] +)*$/.test(before) ? blockEnd(text, from, before.length) : flowEnd(text, from);
}

function pemPlaces(text: string): readonly Place[] {
  return [...text.matchAll(privateKey)].flatMap(({ indices }) => (indices?.[1] ? [indices[1]] : []));
}
