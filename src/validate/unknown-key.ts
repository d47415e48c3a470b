import type { Diagnostic } from "../model/diagnostic.ts";
import { choiceNote, type Guess } from "../model/did-you-mean.ts";
import { fault } from "../model/fault.ts";
import { looksSecret } from "../model/secret-key.ts";
import type { Span } from "../model/span.ts";
import type { MapTree, Path, Tree } from "../model/tree.ts";
import { findAt, isNothing, mapAt, nearestAt } from "../model/tree-path.ts";
import type { Finding } from "../schema/finding.ts";
import { homes, isClusterWide } from "../schema/homes.ts";
import { profileSchema } from "../schema/profile.ts";
import { describe, keysOf, schemaAt } from "../schema/walk.ts";
import { foreignKey } from "./foreign-key.ts";
import { fromNetplan } from "./netplan.ts";
import { notIndented } from "./not-indented.ts";
import { placeOf } from "./place.ts";
import { isPassedOn } from "./plain.ts";
import { keyMeant, sureMeaning } from "./synonyms.ts";
import { fromWifis } from "./wifis.ts";

type Unknown = Extract<Finding, { kind: "unknown" }>;

/** An unknown key, at the key; with what it may have been, or where it would be right. */
export function unknownKey(root: MapTree, finding: Unknown): Diagnostic {
  const { path, key, allowed } = finding;
  const found = findAt(root, [...path, key]);
  const span = found?.keySpan ?? nearestAt(root, path).value.span;
  const place = placeOf(root, path);
  if (isRestOfSecret(root, finding)) return restOfSecret(place, span, allowed);
  const home = notIndented(root, finding);
  if (home) return leftBehind(home, span, finding);
  const name = /^[^:=\s]*/.exec(key)?.[0] ?? "";
  // A key that holds its own value, `password:x`, is a secret as far as its message goes.
  const written = name !== key && looksSecret(name) ? name : key;
  const guess = keyMeant(written, allowed);
  const secret = finding.secret || mayHideSecret(finding, written, guess);
  const { text, notes } = advice(root, finding, written, guess);
  const message = finding.secret ? `unknown key in ${place}` : `unknown key "${written}" in ${place}`;
  const suggestion = text === undefined ? undefined : { span, text };
  return fault("unknown-key", message, { span, notes, suggestion, secret });
}

/** The same words for each of the lines: they are one slip. */
function leftBehind([section, index]: Path, span: Span, { key, secrets }: Unknown): Diagnostic {
  const owner = index === undefined ? `\`${section}:\`` : `the last item of \`${section}:\``;
  const notes = ["begin it at column 3: what belongs to a key stands further to the right than it"];
  const secret = secrets.includes(key) || looksSecret(key);
  return fault("unknown-key", `this line is not indented: it belongs to ${owner} above`, { span, notes, secret });
}

interface Advice {
  readonly text: string | undefined;
  readonly notes: readonly string[];
}

function advice(root: MapTree, finding: Unknown, written: string, guess: Guess): Advice {
  const { path, key, allowed } = finding;
  const all = `allowed here: ${[...allowed].sort().join(", ")}`;
  const unspaced = missingSpace(key, allowed);
  if (unspaced !== undefined || written !== key) {
    const spaced = /^\w+\s*=/.test(key)
      ? "a colon and a space stand between a key and its value"
      : "YAML wants a space behind the colon";
    const text = written === key ? unspaced : undefined;
    return { text, notes: unspaced === undefined ? [spaced, all] : [spaced] };
  }
  const above = openAbove(root, finding);
  if (above !== undefined)
    return { text: undefined, notes: [`if it belongs to \`${above}:\` above, it begins further to the right`, all] };
  const foreign = fromWifis(root, finding) ?? foreignKey(finding);
  if (foreign !== undefined) return { text: undefined, notes: [foreign, ...ofNetplan(root, finding), all] };
  const text = absent(root, finding, guess.word);
  const said =
    guess.word !== undefined && text === undefined ? [`"${guess.word}", which it may mean, is there already`] : [];
  return { text, notes: [...said, ...remarks(path, key, guess), all] };
}

/** A key right above that has nothing in it, and may have this one. */
function openAbove(root: MapTree, { path, key, allowed }: Unknown): string | undefined {
  const map = mapAt(root, path);
  if (map === undefined || !isBlock(map)) return undefined;
  let open: string | undefined;
  for (const [name, { value }] of map.entries) {
    if (name === key) break;
    if (allowed.includes(name)) open = isNothing({ value }) ? name : undefined;
  }
  const schema = open === undefined ? undefined : schemaAt(profileSchema(), [...path, open]);
  return schema && (describe(schema) === "a map of keys and values" || keysOf(schema).includes(key)) ? open : undefined;
}

/** What there is to be copied instead. */
function ofNetplan(root: MapTree, { path, key }: Unknown): readonly string[] {
  const map = path.length === 1 && /^(?:ethernets|wifis)$/.test(key) ? mapAt(root, path) : undefined;
  const line = map && fromNetplan(map);
  return line === undefined ? [] : [`write \`network: {${line}}\``];
}

/** Where a password may stand, a key that is like no other, or like that of the password, is likely to have one behind it. */
function mayHideSecret({ secrets }: Unknown, written: string, { word }: Guess): boolean {
  if (looksSecret(written)) return false; // The printer knows by itself what to blot out.
  return secrets.length > 0 && (word === undefined || secrets.includes(word));
}

/**
 * `{password: abc,def,g:h}`: what follows a comma is a key to YAML. Any key that comes right behind the text of a secret, or behind
 * another one like that, may be more of it; where the secret has quotes or brackets, only one that has not even a colon. A word with
 * spaces around it, `, hidden: true`, is the key that it looks like.
 */
export function isRestOfSecret(root: MapTree, finding: Unknown): boolean {
  const map = mapAt(root, finding.path);
  if (map === undefined) return false;
  const found = rests.get(map) ?? restsOfSecrets(map, finding);
  rests.set(map, found);
  return found.has(finding.key);
}

/** There may be as many findings in a map as it has keys. */
const rests = new WeakMap<MapTree, ReadonlySet<string>>();

function restsOfSecrets(map: MapTree, { secrets, allowed }: Unknown): ReadonlySet<string> {
  const found = new Set<string>();
  if (isBlock(map)) return found;
  let last: Tree | undefined;
  for (const [name, { keySpan, value }] of map.entries) {
    const isBare = isNothing({ value }) && value.span.start === keySpan.end;
    const isLoose = last?.kind === "scalar" && (last.value === null || last.plain !== undefined);
    const isRest =
      last !== undefined &&
      (isBare || (isLoose && isNextTo(last.span, keySpan) && !isWritten(name, last.span, keySpan, value.span)));
    if (isRest) found.add(name);
    const goesOn = secrets.includes(name) || looksSecret(name) || (isRest && !allowed.includes(name));
    last = goesOn ? value : undefined;
  }
  return found;
}

/** Without braces there is no comma behind which a text could go on as a key: a map on lines of its own begins with its first key. */
function isBlock({ span, entries }: MapTree): boolean {
  const [first] = entries.values();
  return first?.keySpan.file === span.file && first.keySpan.start === span.start;
}

const isNextTo = (before: Span, after: Span) =>
  before.file === after.file && before.end <= after.start && after.start - before.end < 4;

/** Whether a key stands in the text as a person writes one. */
const isWritten = (name: string, before: Span, { start, end }: Span, value: Span) =>
  /^[a-z][a-z_-]*$/.test(name) && start - before.end > 1 && value.start - end > 1;

const restOfSecret = (place: string, span: Span, allowed: readonly string[]) =>
  fault("unknown-key", `what stands behind the comma is no key of ${place}`, {
    span,
    notes: [
      "if it is part of the password, put the password in quotes",
      `allowed here: ${[...allowed].sort().join(", ")}`,
    ],
    secret: true,
  });

/** `interface:wlan0` or `interface = wlan0` for `interface: wlan0`. */
function missingSpace(key: string, allowed: readonly string[]): string | undefined {
  const { name, value } = withoutSpace(key, allowed) ?? {};
  return name === undefined ? undefined : `${name}: ${value}`;
}

/** A key that has its value in it, as key and value. */
export function withoutSpace(key: string, allowed: readonly string[]) {
  const [, name, value] = /^([a-z_0-9]+)(?::|\s*=\s*)(\S.*)$/.exec(key) ?? [];
  return name !== undefined && allowed.includes(name) ? { name, value } : undefined;
}

/** A key that is there already, or that an earlier one was meant to be, would be there twice. */
function absent(root: MapTree, { path, key, allowed }: Unknown, word: string | undefined): string | undefined {
  const map = mapAt(root, path);
  if (word === undefined || map === undefined || map.entries.has(word)) return undefined;
  const first = firstFor.get(map) ?? firstForEach(map, allowed);
  firstFor.set(map, first);
  return (first.get(word) ?? key) === key ? word : undefined;
}

/** Asked for each unknown key of a map. */
const firstFor = new WeakMap<MapTree, ReadonlyMap<string, string>>();

function firstForEach(map: MapTree, allowed: readonly string[]): ReadonlyMap<string, string> {
  const found = new Map<string, string>();
  for (const key of map.entries.keys()) {
    const word = allowed.includes(key) ? undefined : keyMeant(key, allowed).word;
    if (word !== undefined && !found.has(word)) found.set(word, key);
  }
  return found;
}

function remarks(path: Path, key: string, guess: Guess): readonly string[] {
  if (key === "<<") return ["merge keys are not part of YAML 1.2: put what nodes share into `defaults` or `roles`"];
  if (isPassedOn(path)) return [nextDoor(path, key) ?? choiceNote(guess) ?? []].flat();
  if (isClusterWide(path, key)) return [`"${key}" concerns the whole cluster: write it into the top-level \`k3s\``];
  const where = homes().flatMap(({ title, keys }) => (keys.includes(key) ? [title] : []));
  const [section, ...more] = where;
  if (section !== undefined)
    return [`"${key}" is a key of ${where.join(" and of ")}${more.length > 0 ? "" : inSection(section, key)}`];
  if (guess.words.length > 0) return [choiceNote(guess) ?? []].flat();
  return [calledElsewhere(key) ?? []].flat();
}

/** In what is passed on to K3s: a key of one of the maps inside, or of the map around. */
function nextDoor(path: Path, key: string): string | undefined {
  const keysAt = (at: Path) => keysOf(schemaAt(profileSchema(), at));
  for (const name of keysAt(path)) {
    const [meant] = sureMeaning(key, keysAt([...path, name]));
    if (meant !== undefined) return `"${key}" belongs into "${name}": \`${name}: {${meant}: ...}\``;
  }
  return keysAt(path.slice(0, -1)).includes(key) ? `"${key}" belongs beside "${path.at(-1)}", not into it` : undefined;
}

/** The whole way to a key, where it is not one of a node or of the profile. */
const inSection = (title: string, key: string) => {
  const [section, inside] = title.split(".");
  if (section === undefined || title.includes(" ")) return "";
  return `: \`${section}: {${inside === undefined ? `${key}: ...` : `${inside}: {${key}: ...}`}}\``;
};

/** `ssh_keys` at the top is what is called `ssh_authorized_keys` in `access`. */
function calledElsewhere(key: string): string | undefined {
  const meant = homes().flatMap(({ title, keys }) => sureMeaning(key, keys).map((word) => `"${word}" of ${title}`));
  // A host name is that of a node rather than that of Rancher.
  const ofNodes = meant.filter((each) => each.endsWith(" of each node"));
  const found = ofNodes.length > 0 ? ofNodes : meant;
  return found.length > 0 && found.length < 3 ? `what is meant may be ${found.join(" or ")}` : undefined;
}
