import type { Corpus } from "./corpus.ts";
import { type Dice, dice } from "./dice.ts";
import { languageKeys, languageValues } from "./fields.ts";
import { hostileSyntax, hostileTexts } from "./values.ts";

/** A profile as it may lie on a disk: where, and its bytes, which need not be text. */
export interface Input {
  readonly path: string;
  readonly bytes: Uint8Array;
}

const changes = [1, 1, 1, 1, 2, 2, 3, 6];

/** The profile that belongs to a seed: one of the corpus, changed in one way or more. */
export function mutated(corpus: Corpus, seed: number): Input {
  const chance = dice(seed);
  const { path, text } = chance.pick(chance.pick([corpus.sound, corpus.sound, corpus.wrong]));
  let changed = text;
  for (let left = chance.pick(changes); left > 0; left -= 1) changed = chance.pick(onText)(changed, chance, corpus);
  const bytes = new TextEncoder().encode(changed);
  return { path, bytes: chance.below(20) === 0 ? chance.pick(onBytes)(bytes, chance) : bytes };
}

type Change = (text: string, chance: Dice, corpus: Corpus) => string;

const quotes = [(text: string) => text, JSON.stringify, (text: string) => `'${text.replaceAll("'", "''")}'`] as const;

/** Anything that may stand in a profile, in any quotes or none. */
const written = (chance: Dice) =>
  chance.pick(quotes)(chance.pick(chance.pick([hostileTexts, languageValues, languageKeys])));

const lines = (change: (lines: string[], chance: Dice, corpus: Corpus) => string[]): Change => {
  return (text, chance, corpus) => change(text.split("\n"), chance, corpus).join("\n");
};

/** A word in the middle of other things: a key, or a value without quotes. */
const word = /[\w./+-]+/g;

function replaced(text: string, chance: Dice, pattern: RegExp, by: (found: string) => string): string {
  const matches = [...text.matchAll(pattern)];
  if (matches.length === 0) return text;
  const { index, 0: found } = chance.pick(matches);
  return text.slice(0, index) + by(found) + text.slice(index + found.length);
}

const onText: readonly Change[] = [
  (text, chance) => replaced(text, chance, word, () => written(chance)),
  (text, chance) => replaced(text, chance, word, () => chance.pick(languageKeys)),
  (text, chance) => replaced(text, chance, /(?<=: )[^\n,}\]]+/g, () => written(chance)),
  (text, chance) => replaced(text, chance, /[A-Za-z_]\w*(?=:)/g, () => chance.pick([...languageKeys, written(chance)])),
  (text, chance) => replaced(text, chance, /[[\]{},:"'#-]/g, () => chance.pick(hostileSyntax)),
  (text, chance) => replaced(text, chance, word, (found) => found + chance.pick(hostileSyntax)),
  (text, chance) => {
    const at = chance.below(text.length + 1);
    return text.slice(0, at) + chance.pick(hostileSyntax) + text.slice(at);
  },
  (text, chance) => text.slice(0, chance.below(text.length + 1)),
  lines((all, chance) => all.toSpliced(chance.below(all.length), 1)),
  lines((all, chance) => all.toSpliced(chance.below(all.length), 0, chance.pick(all))),
  lines((all, chance) =>
    all.toSpliced(chance.below(all.length), 0, `${chance.pick(languageKeys)}: ${written(chance)}`),
  ),
  lines((all, chance) => {
    const [a, b] = [chance.below(all.length), chance.below(all.length)];
    return all.with(a, all[b] ?? "").with(b, all[a] ?? "");
  }),
  lines((all, chance) => {
    const at = chance.below(all.length);
    return all.with(at, chance.pick(["  ", " ", "\t", "- ", "    "]) + (all[at] ?? ""));
  }),
  lines((all, chance, { sound, wrong }) => {
    const others = chance.pick([...sound, ...wrong]).text.split("\n");
    return [...all.slice(0, chance.below(all.length)), ...others.slice(chance.below(others.length))];
  }),
  (text) => text.replaceAll("\n", "\r\n"),
  (text) => text.replaceAll("\n", "\r"),
  (text) => `\ufeff${text}`,
];

const onBytes: readonly ((bytes: Uint8Array, chance: Dice) => Uint8Array)[] = [
  (bytes, chance) => bytes.map((byte) => (chance.below(bytes.length / 2) === 0 ? byte ^ (1 << chance.below(8)) : byte)),
  (bytes, chance) => bytes.slice(0, chance.below(bytes.length + 1)),
  (bytes, chance) => bytes.map((byte) => (chance.below(bytes.length) === 0 ? chance.below(256) : byte)),
  (bytes) => new Uint8Array([0xff, 0xfe, ...[...bytes].flatMap((byte) => [byte, 0])]),
];
