import type { Diagnostic } from "../model/diagnostic.ts";
import { fault } from "../model/fault.ts";
import { looksSecret } from "../model/secret-key.ts";
import type { Span } from "../model/span.ts";
import type { MapTree, Path, ScalarTree, Tree } from "../model/tree.ts";
import { unprintable } from "../model/unprintable.ts";
import { profileSchema } from "../schema/profile.ts";
import { keysOf, schemaAt } from "../schema/walk.ts";
import { misplaced, misplacedFault } from "./misplaced.ts";
import { ambiguous, noReference, quotedReference } from "./passed-on.ts";
import { placeOf } from "./place.ts";
import { isPassedOn } from "./plain.ts";
import { keyMeant } from "./synonyms.ts";

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
  collect(root, { root, path: [], passedOn: false, secret: false }, found);
  return found;
}

/** Where a value stands, and what that means for it. */
export interface At {
  readonly root: MapTree;
  readonly path: Path;
  readonly passedOn: boolean;
  readonly secret: boolean;
}

function within(at: At, step: string | number): At {
  const path = [...at.path, step];
  const secret = at.secret || (typeof step === "string" && looksSecret(step));
  return { root: at.root, path, passedOn: at.passedOn || isPassedOn(path), secret };
}

function collect(tree: Tree, at: At, found: TextFault[]): void {
  const faults = tree.kind === "scalar" ? scalarFaults(tree, at) : at.passedOn ? noReference(tree, at) : [];
  for (const diagnostic of faults)
    if (diagnostic.code === "secret-misplaced" || !isBelowUnknown(at.path)) found.push({ path: at.path, diagnostic });
  if (tree.kind === "list") tree.items.forEach((item, index) => void collect(item, within(at, index), found));
  if (tree.kind === "map") collectKeys(tree, at, found);
}

/** What stands in a key that there is not, nor any like it, is nobody's to judge. */
const isBelowUnknown = (path: Path) =>
  path.some((step, index) => {
    const allowed = keysOf(schemaAt(profileSchema(), path.slice(0, index)));
    const isUnknown = typeof step === "string" && allowed.length > 0 && !allowed.includes(step);
    return isUnknown && keyMeant(step, allowed).words.length === 0;
  });

/** Each node has its own copy of what all have in common. */
const mostKeys = 100;

function collectKeys(tree: MapTree, at: At, found: TextFault[]): void {
  let [keys, beyond]: [number, Diagnostic | undefined] = [0, undefined];
  for (const [key, { keySpan, value }] of tree.entries) {
    keys += 1;
    // All that are too many have to go, for one fault at the first of them.
    if (keys > mostKeys) beyond ??= tooMany(at, keySpan);
    const diagnostic = beyond ?? keyFault(key, keySpan, at);
    if (diagnostic) found.push({ path: [...at.path, key], diagnostic });
    else collect(value, within(at, key), found);
  }
}

const tooMany = ({ root, path, secret }: At, span: Span) =>
  fault("bad-value", `${placeOf(root, path)} has more than ${mostKeys} keys`, { span, secret });

function keyFault(key: string, span: Span, { root, path }: At): Diagnostic | undefined {
  const long = tooLong(key);
  const pasted = long === undefined ? misplaced(path, key) : undefined;
  if (pasted !== undefined) return misplacedFault(`a key of ${placeOf(root, path)}`, pasted, span);
  const bad = long ?? unprintable(key);
  if (bad !== undefined) return fault("bad-value", `a key with ${bad} in it`, { span });
  return key === "__proto__" ? fault("unknown-key", "unknown key", { span }) : undefined;
}

function scalarFaults(tree: ScalarTree, at: At): readonly Diagnostic[] {
  const { root, path, secret } = at;
  const { value, span } = tree;
  if (typeof value === "string") {
    const long = tooLong(value);
    const pasted = long === undefined ? misplaced(path, value) : undefined;
    if (pasted !== undefined) return [misplacedFault(placeOf(root, path), pasted, span)];
    const isKey = path[0] === "access" && path[1] === "ssh_authorized_keys";
    const bad = long ?? unprintable(isKey ? value.replaceAll("\n", "") : value);
    if (bad !== undefined)
      return [
        fault("bad-value", `${placeOf(root, path)} has ${bad} in it`, { span, notes: notesOn(bad, tree), secret }),
      ];
  }
  return [...otherMarks(tree, at), ...quotedReference(tree, at), ...(at.passedOn ? ambiguous(tree, at) : [])];
}

/** A word processor makes other marks of the quotation marks that somebody types; to YAML they are letters. */
function otherMarks({ plain, span }: ScalarTree, { root, path, secret }: At): readonly Diagnostic[] {
  const [, mark, inside] = /^([\u2018-\u201f\u00ab\u2039])(.*)[\u2018-\u201f\u00bb\u203a]$/.exec(plain ?? "") ?? [];
  if (mark === undefined || inside === undefined) return [];
  const notes = ["write straight ones; text that is to have others stands in straight ones itself"];
  const suggestion = secret || inside.includes('"') ? undefined : { span, text: `"${inside}"` };
  const message = `${placeOf(root, path)}: ${mark} is no quotation mark to YAML`;
  return [fault("bad-value", message, { span, notes, suggestion, secret })];
}

/** Far longer than anything that is meant. */
const longestText = 16 * 1024;
const tooLong = (text: string) => (text.length > longestText ? "more than 16 KiB of text" : undefined);

function notesOn(bad: string, { escapes }: ScalarTree): readonly string[] {
  if (escapes)
    return ["in double quotes a backslash begins an escape, as \\n a line break: single quotes take it as it is"];
  return bad === "a line break" ? ["write it on one line; with `>-` in place of `|`, several lines become one"] : [];
}
