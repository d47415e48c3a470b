import type { Diagnostic } from "../model/diagnostic.ts";
import { fault } from "../model/fault.ts";
import type { MapTree, Path } from "../model/tree.ts";
import { findAt, nearestAt } from "../model/tree-path.ts";
import type { Finding } from "../schema/finding.ts";
import { homesOf, isClusterWide } from "../schema/homes.ts";
import { choiceNote, didYouMean, type Guess } from "./did-you-mean.ts";
import { placeOf } from "./place.ts";

/** An unknown key, at the key; with what it may have been, or where it would be right. */
export function unknownKey(root: MapTree, finding: Extract<Finding, { kind: "unknown" }>): Diagnostic {
  const { path, key, allowed } = finding;
  const found = findAt(root, [...path, key]);
  const span = found?.keySpan ?? nearestAt(root, path).value.span;
  const unspaced = missingSpace(key, allowed);
  if (unspaced !== undefined) {
    const notes = ["YAML wants a space behind the colon"];
    return fault("unknown-key", `unknown key "${key}" in ${placeOf(root, path)}`, {
      span,
      notes,
      suggestion: { span, text: unspaced },
    });
  }
  const guess = didYouMean(key, allowed);
  const notes = [...remarks(path, key, guess), `allowed here: ${[...allowed].sort().join(", ")}`];
  const suggestion = guess.word === undefined ? undefined : { span, text: guess.word };
  return fault("unknown-key", `unknown key "${key}" in ${placeOf(root, path)}`, { span, notes, suggestion });
}

/** `interface:wlan0` for `interface: wlan0`. */
function missingSpace(key: string, allowed: readonly string[]): string | undefined {
  const [, name, value] = /^([a-z_0-9]+):(.+)$/.exec(key) ?? [];
  return name !== undefined && allowed.includes(name) ? `${name}: ${value}` : undefined;
}

function remarks(path: Path, key: string, guess: Guess): readonly string[] {
  if (key === "<<") return ["merge keys are not part of YAML 1.2: put what nodes share into `defaults` or `roles`"];
  if (isClusterWide(path, key)) return [`"${key}" concerns the whole cluster: write it into the top-level \`k3s\``];
  const homes = homesOf(key);
  if (homes.length > 0) return [`"${key}" is a key of ${homes.join(" and of ")}`];
  return [choiceNote(guess) ?? []].flat();
}
