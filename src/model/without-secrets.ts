import { looksSecret, urlPasswords } from "./secret-key.ts";
import { secretTexts } from "./secret-text.ts";
import { type Bearings, bearings, blockEnd, flowEnd } from "./value-end.ts";

export type Syntax = "sound" | "broken";

type Place = readonly [start: number, end: number];

/** A key and what separates it from its value, also where the space or the colon is missing: `password:x`, `password = x`. */
const keyed = /(?<![\w.+-])(["']?)([A-Za-z][\w.+-]{0,63})\1[ \t]*[:=][ \t]*/g;
const keyedBySpace = /^([ \t]*(?:- +)*)(["']?)([A-Za-z][\w.+-]{0,63})\2[ \t]+(?![ \t:=])/gm;

/** `{secret: NAME}` names a secret, and is none; neither is `!secret NAME` in files of other programs. */
const reference =
  /(?:\{\s*(["']?)secret\1\s*:\s*(["']?)[a-z0-9][a-z0-9_-]{0,63}\2\s*\}|!secret[ \t]+[a-z0-9][a-z0-9_-]{0,63})(?=[ \t]*(?:[,}\]#\n]|$))/y;
const blockReference = /^(?:#.*)?\n\s*(["']?)secret\1:[ \t]+(["']?)[a-z0-9][a-z0-9_-]{0,63}\2[ \t]*(?:#.*)?\s*$/;

const privateKey = /-----BEGIN [A-Z ]{0,20}PRIVATE KEY-----([A-Za-z0-9+/=\s\\]+)/dg;

/**
 * A source text in which what nobody may see is blotted out, every character at its place: whatever stands behind or below a key that
 * looks secret, passwords in URLs, private keys, tokens. It goes by the looks of the text, since the reason for showing it is often that it is
 * no YAML; in doubt it blots out too much. In text whose syntax is known to be broken a value goes on to the end of its line.
 */
export function withoutSecrets(source: string, syntax: Syntax): string {
  const text = source.replaceAll("\r", "\n");
  const places = [
    ...keyPlaces(text, keysByColon(text), syntax),
    ...keyPlaces(text, keysBySpace(text), syntax),
    ...urlPasswords(text),
    ...secretTexts(text),
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

interface Key {
  readonly name: string;
  readonly at: number;
  /** Where its value begins. */
  readonly from: number;
}

function* keysByColon(text: string): Iterable<Key> {
  for (const { index: at, 0: whole, 2: name = "" } of text.matchAll(keyed)) yield { name, at, from: at + whole.length };
}

function* keysBySpace(text: string): Iterable<Key> {
  for (const { index, 0: whole, 1: before = "", 3: name = "" } of text.matchAll(keyedBySpace))
    yield { name, at: index + before.length, from: index + whole.length };
}

/** A text may be nothing but secrets within secrets: then all that is left of it is blotted out. */
const mostWork = 10;

function keyPlaces(text: string, keys: Iterable<Key>, syntax: Syntax): readonly Place[] {
  const places: Place[] = [];
  const seen = bearings(text);
  let [done, work] = [0, 0];
  for (const { name, at, from } of keys) {
    // A value that was not closed may take the next key along, and end in the middle of that one's value.
    if (from < done && seen.lineEnd(from) <= done) continue;
    if (!looksSecret(name) && !isLogin(name, text, from)) continue;
    if (work > mostWork * text.length) return [...places, [from, text.length]];
    const known = referenceEnd(text, at, from);
    const end = known ?? Math.max(valueEnd(text, at, from, seen), syntax === "broken" ? seen.lineEnd(from) : 0);
    if (known === undefined && !blockReference.test(text.slice(from, end))) places.push([from, end]);
    done = Math.max(done, end);
    work += end - from;
  }
  return places;
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

function valueEnd(text: string, key: number, from: number, seen: Bearings): number {
  const { start, body } = seen.line(key);
  return key === body ? blockEnd(text, from, key - start, seen.topKey(from)) : flowEnd(text, from, seen.topKey(from));
}

function pemPlaces(text: string): readonly Place[] {
  return [...text.matchAll(privateKey)].flatMap(({ indices }) => (indices?.[1] ? [indices[1]] : []));
}
