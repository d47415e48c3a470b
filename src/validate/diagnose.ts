import type { Diagnostic } from "../model/diagnostic.ts";
import { choiceNote, type Guess } from "../model/did-you-mean.ts";
import { fault } from "../model/fault.ts";
import { isReservedLabel, reservedLabel } from "../model/label.ts";
import { mendSize } from "../model/size.ts";
import type { MapTree, Path, ScalarTree, Tree } from "../model/tree.ts";
import { findAt, isNothing, nearestAt } from "../model/tree-path.ts";
import type { Finding } from "../schema/finding.ts";
import { argumentsMeant } from "./arguments.ts";
import { boardNote } from "./board-meant.ts";
import { forExample, missingKeys } from "./missing-key.ts";
import { oldImage } from "./old-image.ts";
import { asBoolean, otherShape } from "./other-shape.ts";
import { foundText, kindText, placeOf, quoted, shown } from "./place.ts";
import { mirrorMeant, schemeNote } from "./registry-mirror.ts";
import { valueMeant } from "./synonyms.ts";
import { unknownKey } from "./unknown-key.ts";

type Of<K extends Finding["kind"]> = Extract<Finding, { kind: K }>;

/** Findings of the schema as diagnostics at the place that caused them. Keys that one map misses are one fault. */
export function diagnose(root: MapTree, findings: readonly Finding[]): readonly Diagnostic[] {
  const missing = findings.filter((finding) => finding.kind === "missing");
  const others = findings.filter((finding) => finding.kind !== "missing");
  return [...missingKeys(root, missing), ...others.map((finding) => one(root, finding))];
}

function one(root: MapTree, finding: Exclude<Finding, Of<"missing">>): Diagnostic {
  if (finding.kind === "unknown") return unknownKey(root, finding);
  if (finding.kind === "type") return forbiddenLabel(root, finding) ?? wrongType(root, finding);
  return finding.kind === "choice" ? wrongChoice(root, finding) : wrongForm(root, finding);
}

/** In quotes it would still be forbidden. */
function forbiddenLabel(root: MapTree, { path }: Of<"type">): Diagnostic | undefined {
  const { keySpan, value } = nearestAt(root, path);
  const label = String(path.at(-1));
  return path.at(-2) === "labels" && isReservedLabel(label) ? reservedLabel(label, keySpan ?? value.span) : undefined;
}

function wrongType(root: MapTree, finding: Of<"type">): Diagnostic {
  const { value } = nearestAt(root, finding.path);
  const place = placeOf(root, finding.path);
  const quotes = otherQuotes(value, finding.fits);
  if (finding.secret) return wrongSecret(place, value, finding, quotes !== undefined);
  const text =
    quotes ??
    keyFile(finding.path, value) ??
    otherBrackets(value, finding.fits) ??
    mirrorMeant(finding.path, value) ??
    argumentsMeant(finding.path, value) ??
    (finding.expected === "true or false" && value.kind === "scalar" ? asBoolean(String(value.value)) : undefined) ??
    (finding.expected === "a size" ? asSize(value) : undefined);
  const notes = [
    finding.note && `expected: ${finding.note}`,
    quoteNote(value, text),
    value.kind === "scalar" ? templateNote(String(value.value)) : undefined,
    rangeNote(value),
    hyphenNote(value, finding.expected),
    schemeNote(finding.path, value),
    finding.expected === "a port" && value.kind === "scalar" ? portNote(value.value) : undefined,
    ...(text === undefined ? otherShape(finding.path, value, finding.expected, finding.fits) : []),
  ];
  const told = notes.filter((note) => note !== undefined);
  return fault("wrong-type", `${place} must be ${finding.expected}, not ${foundText(value)}`, {
    span: value.span,
    notes: told.length === 0 && text === undefined ? exampleOf(finding) : told,
    suggestion: text === undefined ? undefined : { span: value.span, text },
  });
}

/** Of two values the message names both, and either may be the opposite of what is wished for. */
const exampleOf = ({ path, expected }: Of<"type">) => (expected === "true or false" ? [] : forExample([path]));

/** What is said of a secret must not help to guess it: only of what kind it is. */
function wrongSecret(place: string, value: Tree, { expected, note }: Of<"type">, fitsAsText: boolean): Diagnostic {
  const message = `${place} must be ${expected}, not ${kindText(value)}`;
  const what = kindText(value) === "a number" ? "a password of digits" : "true or false as a password";
  const notes = [fitsAsText ? `${what} needs quotes` : undefined, note && `expected: ${note}`].filter(
    (each) => each !== undefined,
  );
  return fault("wrong-type", message, { span: value.span, notes, secret: true });
}

/** The same characters in quotes or without them, where that would do. */
function otherQuotes(value: Tree, fits: (value: unknown) => boolean): string | undefined {
  if (value.kind !== "scalar" || value.value === null) return undefined;
  const { plain } = value;
  if (typeof value.value !== "string") return plain !== undefined && fits(plain) ? `"${plain}"` : undefined;
  const bare = plain === undefined ? (bareValues.get(value.value) ?? Number(value.value)) : undefined;
  return bare !== undefined && String(bare) === value.value && fits(bare) ? value.value : undefined;
}

/** One value where a list of them belongs, or a list of one. */
function otherBrackets(value: Tree, fits: (value: unknown) => boolean): string | undefined {
  if (value.kind === "map") return inBraces(value, fits);
  if (value.kind === "scalar" && templateNote(String(value.value)) !== undefined) return undefined;
  const [item, ...others] = value.kind === "list" ? value.items : [value];
  if (item?.kind !== "scalar" || item.value === null || others.length > 0) return undefined;
  const written = item.plain ?? JSON.stringify(item.value);
  if (value.kind === "list") return fits(item.value) ? written : undefined;
  return severalIn(item, fits) ?? (fits([item.value]) ? `[${written}]` : undefined);
}

/** `1.1.1.1, 8.8.8.8` as one text, with commas or only spaces between. */
function severalIn({ plain, value }: ScalarTree, fits: (value: unknown) => boolean): string | undefined {
  if (plain?.includes(",") && fits(plain.split(/,\s*/))) return `[${plain}]`;
  const parts = typeof value === "string" && !fits([value]) ? value.trim().split(/[\s,]+/) : [];
  const areWords = parts.length > 1 && parts.every((each) => /^[\w.:/-]+$/.test(each));
  return areWords && fits(parts) ? `[${parts.join(", ")}]` : undefined;
}

/** A path is not yet the key that it leads to. */
function keyFile(path: Path, value: Tree): string | undefined {
  const text = path.at(-1) === "ssh_authorized_keys" && value.kind === "scalar" ? String(value.value) : "";
  return /^(?:[~.]{0,2}\/\S+|\S+\.pub)$/.test(text) ? `[{file: ${text}}]` : undefined;
}

/** `{10.1.40.22}` is a key without a value. */
function inBraces({ entries }: MapTree, fits: (value: unknown) => boolean): string | undefined {
  const [only, ...others] = [...entries];
  const isBare = only !== undefined && others.length === 0 && isNothing({ value: only[1].value });
  return isBare && !/^\d+\.\.\d+$/.test(only[0]) && fits(only[0]) ? only[0] : undefined;
}

const bareValues = new Map<string, boolean>([
  ["true", true],
  ["false", false],
]);

const quoteNote = (value: Tree, text: string | undefined) =>
  value.kind === "scalar" && typeof value.value !== "string" && text?.startsWith('"')
    ? "without quotes it is no text"
    : undefined;

const portNote = (value: unknown) => (typeof value === "number" ? `write tcp/${value}, or udp/${value}` : undefined);

/** `address: {1..3}` is a map to YAML. */
function rangeNote(value: Tree): string | undefined {
  const [key, ...others] = value.kind === "map" ? value.entries.keys() : [];
  const isRange = key !== undefined && others.length === 0 && /^\d+\.\.\d+$/.test(key);
  return isRange ? `a range needs quotes: "{${key}}"` : undefined;
}

/** Lines that begin with a hyphen and no space are one text. */
const hyphenNote = (value: Tree, expected: string) =>
  value.kind === "scalar" && expected === "a list" && /^-[^\s-]/.test(value.plain ?? "")
    ? "an item of a list begins with - and a space"
    : undefined;

/** A size that was meant by another type of value: a bare number. */
export const meantBySize = ({ expected, secret }: Of<"type">, value: Tree) =>
  expected === "a size" && !secret ? asSize(value) : undefined;

const asSize = (value: Tree) => (value.kind === "scalar" ? mendSize(String(value.value)) : undefined);

function wrongChoice(root: MapTree, finding: Of<"choice">): Diagnostic {
  const value = nearestAt(root, finding.path).value;
  const place = placeOf(root, finding.path);
  const old = oldImageFault(root, finding.path, value);
  if (old) return old;
  const isMatter = value.kind === "scalar" && typeof value.value === typeof finding.choices[0];
  const guess = guessChoice(value, finding);
  const text = meantByChoice(finding, value);
  const suggestion = text === undefined ? undefined : { span: value.span, text };
  const notes = [choiceNote(guess), remark(value, finding), `expected: ${finding.expected}`].filter(
    (note) => note !== undefined,
  );
  if (!isMatter && suggestion === undefined) {
    return fault("wrong-type", `${place} cannot be ${foundText(value)}`, { span: value.span, notes });
  }
  return fault("bad-value", `${place} cannot be ${foundText(value)}`, { span: value.span, notes, suggestion });
}

function remark(value: Tree, { path }: Of<"choice">): string | undefined {
  if (path.length === 1 && path[0] === "version")
    return "it is the version of this language, not that of anything else";
  if (path.at(-1) === "role" && value.kind === "list") return roleNote(value.items);
  return value.kind === "scalar" && path.at(-1) === "board" ? boardNote(String(value.value)) : undefined;
}

function roleNote(items: readonly Tree[]): string {
  const withRancher = items.some((item) => item.kind === "scalar" && item.value === "rancher");
  const rest = withRancher
    ? "Rancher's runs nothing else, and is outside of the cluster that Rancher manages"
    : "where there is no worker, the control plane takes the workloads too";
  return `a node has one role; ${rest}`;
}

/** An image that there is, but that cannot become a node. What a PC runs is its owner's affair. */
function oldImageFault(root: MapTree, path: Path, value: Tree): Diagnostic | undefined {
  const isImage = path.at(-2) === "os" && path.at(-1) === "image" && value.kind === "scalar";
  const old = isImage ? oldImage(String(value.value)) : undefined;
  if (old === undefined) return undefined;
  const { span } = value;
  const board = findAt(root, [...path.slice(0, -2), "board"])?.value;
  const onPc = board?.kind === "scalar" && /^generic-/.test(String(board.value));
  const notes = onPc ? ["`generic` is any image that has cloud-init, also this one"] : [old.why];
  const suggestion = { span, text: onPc ? "generic" : old.instead };
  return fault("image-too-old", `${placeOf(root, path)} cannot be ${shown(value)}`, {
    span,
    notes,
    suggestion,
  });
}

/** What was meant by a value that is none of the choices, where that is one. */
export const meantByChoice = (finding: Of<"choice">, value: Tree) =>
  otherQuotes(value, finding.fits) ?? percentMeant(value, finding.fits) ?? guessChoice(value, finding).word;

/** `50%`, and `{size: 50%}`, where a number is one of percent. */
function percentMeant(value: Tree, fits: (value: unknown) => boolean): string | undefined {
  if (value.kind === "map") {
    const [only, ...others] = value.entries.values();
    return only !== undefined && others.length === 0 ? percentMeant(only.value, fits) : undefined;
  }
  const [, digits] = value.kind === "scalar" ? (/^(\d+)\s*%?$/.exec(String(value.value)) ?? []) : [];
  return digits !== undefined && fits(Number(digits)) ? digits : undefined;
}

function guessChoice(value: Tree, { choices, path }: Of<"choice">): Guess {
  if (value.kind !== "scalar" || value.value === null) return { words: [] };
  const words = choices.map(String);
  const nothing = words.find((word) => word === "off" || word === "none");
  const written = String(value.value).toLowerCase();
  if (nothing !== undefined && /^(?:false|no|off|none|never)$/.test(written))
    return { word: nothing, words: [nothing] };
  const key = path.findLast((step) => typeof step === "string");
  return valueMeant(String(key), String(value.value), words);
}

function wrongForm(root: MapTree, finding: Of<"form">): Diagnostic {
  const { keySpan, value } = nearestAt(root, finding.path);
  const span = (finding.atKey || finding.secret ? keySpan : undefined) ?? value.span;
  const text = finding.atKey ? quoted(String(finding.path.at(-1))) : shown(value);
  const place = placeOf(root, finding.atKey ? finding.path.slice(0, -1) : finding.path);
  const message = finding.secret ? `${place} is not ${finding.what}` : `${place}: ${text} is not ${finding.what}`;
  const hint = finding.secret ? undefined : finding.hint;
  const between = /; ?\S/.test(text) && !finding.secret ? "a comma stands between the items of a list" : undefined;
  const notes = [`expected: ${finding.expected}`, hint, between, templateNote(text)].filter(
    (note) => note !== undefined,
  );
  return fault(finding.code, message, {
    span,
    notes,
    suggestion: finding.mended === undefined || finding.secret ? undefined : { span, text: finding.mended },
    secret: finding.secret,
  });
}

/** `${NAME:-lab}` and `{{ name }}` in quotes are text to YAML, and to edgegen. */
const templateNote = (text: string) =>
  /\$\{\w|\{\{|^"\$[A-Z_]{3}/.test(text) ? "edgegen fills in nothing: write the value itself" : undefined;
