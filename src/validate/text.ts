import type { Diagnostic } from "../model/diagnostic.ts";
import { fault } from "../model/fault.ts";
import { looksSecret } from "../model/secret-key.ts";
import type { MapTree, Path, ScalarTree, Tree } from "../model/tree.ts";
import { secretName } from "../schema/forms.ts";
import { misplaced, misplacedFault } from "./misplaced.ts";
import { placeOf } from "./place.ts";
import { isPassedOn } from "./plain.ts";

/** A fault and the value that has to go because of it. */
interface TextFault {
  readonly path: Path;
  readonly diagnostic: Diagnostic;
}

/**
 * Text that cannot reach a card as exactly what it is. Everything ends up in a script, a unit, a YAML file or a path; so nowhere may
 * a control character, a line break or half a character stand (on the lines of a public key a rule has more to say). PyYAML refuses the same set, and breaks lines at U+0085, U+2028 and U+2029.
 */
export function textFaults(root: MapTree): readonly TextFault[] {
  const found: TextFault[] = [];
  collect(root, root, [], found);
  return found;
}

function collect(root: MapTree, tree: Tree, path: Path, found: TextFault[]): void {
  if (isPassedOn(path)) found.push(...secretFaults(root, tree, path));
  if (tree.kind === "scalar") found.push(...scalarFaults(root, tree, path));
  if (tree.kind === "list") tree.items.forEach((item, index) => void collect(root, item, [...path, index], found));
  if (tree.kind !== "map") return;
  for (const [key, { keySpan, value }] of tree.entries) {
    const inner = [...path, key];
    const [bad, pasted] = [tooLong(key) ?? unprintable(key), misplaced(path, key)];
    if (pasted !== undefined)
      found.push({ path: inner, diagnostic: misplacedFault(`a key of ${placeOf(root, path)}`, pasted, keySpan) });
    else if (bad !== undefined)
      found.push({ path: inner, diagnostic: fault("bad-value", `a key with ${bad} in it`, { span: keySpan }) });
    else if (key === "__proto__")
      found.push({ path: inner, diagnostic: fault("unknown-key", "unknown key", { span: keySpan }) });
    else collect(root, value, inner, found);
  }
}

function scalarFaults(root: MapTree, tree: ScalarTree, path: Path): readonly TextFault[] {
  const { value, span } = tree;
  const secret = isSecretAt(path);
  if (typeof value === "string") {
    const pasted = misplaced(path, value);
    if (pasted !== undefined) return [{ path, diagnostic: misplacedFault(placeOf(root, path), pasted, span) }];
    const isKey = path[0] === "access" && path[1] === "ssh_authorized_keys";
    const bad = tooLong(value) ?? unprintable(isKey ? value.replaceAll("\n", "") : value);
    if (bad !== undefined) {
      const message = `${placeOf(root, path)} has ${bad} in it`;
      return [{ path, diagnostic: fault("bad-value", message, { span, notes: notesOn(bad), secret }) }];
    }
  }
  return [...otherMarks(root, tree, path, secret), ...(isPassedOn(path) ? ambiguous(root, tree, path, secret) : [])];
}

/** A word processor makes other marks of the quotation marks that somebody types; to YAML they are letters. */
function otherMarks(root: MapTree, { plain, span }: ScalarTree, path: Path, secret: boolean): readonly TextFault[] {
  const [, mark, inside] = /^([\u2018-\u201f\u00ab\u2039])(.*)[\u2018-\u201f\u00bb\u203a]$/.exec(plain ?? "") ?? [];
  if (mark === undefined || inside === undefined) return [];
  const notes = ["write straight ones; text that is to have others stands in straight ones itself"];
  const suggestion = secret || inside.includes('"') ? undefined : { span, text: `"${inside}"` };
  const message = `${placeOf(root, path)}: ${mark} is no quotation mark to YAML`;
  return [{ path, diagnostic: fault("bad-value", message, { span, notes, suggestion, secret }) }];
}

const isSecretAt = (path: Path) => path.some((step) => typeof step === "string" && looksSecret(step));

/** Far longer than anything that is meant, and than what the printers and readers on its way are sure to take. */
const longestText = 1024 * 1024;
const tooLong = (text: string) => (text.length > longestText ? "more than 1 MiB of text" : undefined);

const notesOn = (bad: string) =>
  bad === "a line break" ? ["write it on one line; with `>-` in place of `|`, several lines become one"] : [];

function unprintable(text: string): string | undefined {
  const match = /[\p{Cc}\u2028\u2029\ufeff\ufffe\uffff]|\p{Cs}/u.exec(text);
  if (!match) return undefined;
  if (match[0] === "\n") return "a line break";
  const code = (match[0].codePointAt(0) ?? 0).toString(16).toUpperCase().padStart(4, "0");
  return match[0] === "\t" ? "a tab" : `the character U+${code}`;
}

/** K3s reads YAML 1.1, profiles are 1.2: a number that one of them would write differently, or `yes`, is a guess in what is passed on. */
function ambiguous(root: MapTree, tree: ScalarTree, path: Path, secret: boolean): readonly TextFault[] {
  const { plain, value, span } = tree;
  if (plain === undefined) return [];
  const place = placeOf(root, path);
  const inQuotes = secret ? "put it in quotes if it is text" : `put it in quotes if it is text: "${plain}"`;
  const what = secret ? place : `${place}: ${plain}`;
  if (typeof value === "number" && String(value) !== plain) {
    const notes = secret ? [inQuotes] : [inQuotes, `without quotes it is the number ${value}`];
    const message = `${what} does not reach K3s as it is written`;
    return [{ path, diagnostic: fault("bad-value", message, { span, notes, secret }) }];
  }
  if (typeof value !== "string" || !/^(?:y|n|yes|no|on|off)$/i.test(value)) return [];
  const suggestion = secret ? undefined : { span, text: /^(?:y|yes|on)$/i.test(value) ? "true" : "false" };
  const message = `${what} is text in YAML 1.2 and true or false in 1.1`;
  return [{ path, diagnostic: fault("bad-value", message, { span, notes: [inQuotes], suggestion, secret }) }];
}

/** A reference that is not quite one would reach K3s as it stands. */
function secretFaults(root: MapTree, tree: Tree, path: Path): readonly TextFault[] {
  if (tree.kind !== "map" || tree.entries.size !== 1) return [];
  const entry = tree.entries.get("secret");
  const name = entry?.value.kind === "scalar" ? entry.value.value : undefined;
  if (entry === undefined || (typeof name === "string" && secretName.pattern?.test(name))) return [];
  const { span } = entry.value;
  const notes = [`expected: ${secretName.expected}`];
  const message = `secret of ${placeOf(root, path)} is not ${secretName.what}`;
  return [{ path, diagnostic: fault("bad-value", message, { span, notes, secret: true }) }];
}
