import type { Diagnostic } from "../model/diagnostic.ts";
import type { Span } from "../model/span.ts";
import type { MapEntry, Tree } from "../model/tree.ts";

/**
 * `hostname: rancher.lab` for `server_url: https://rancher.lab` is one slip: a key that is called otherwise elsewhere, where its value
 * looks otherwise too. It is said at the key, with all that is to be written.
 */
export function oneSlip(tree: Tree, diagnostics: readonly Diagnostic[]): readonly Diagnostic[] {
  if (!diagnostics.some(({ code, suggestion }) => code === "unknown-key" && suggestion)) return diagnostics;
  const offers = new Map<string, Diagnostic>();
  for (const each of diagnostics) if (each.code !== "unknown-key" && each.span) offers.set(placeOf(each.span), each);
  const values = valuesBehind(tree, new Map());
  const said = new Set<Diagnostic>();
  const whole = diagnostics.map((each) => {
    const { code, suggestion, secret } = each;
    const entry = code === "unknown-key" && suggestion && !secret ? values.get(placeOf(suggestion.span)) : undefined;
    const better = entry && offers.get(placeOf(entry.value.span));
    if (!suggestion || !better?.suggestion || better.secret) return each;
    said.add(better);
    const span = { ...suggestion.span, end: better.suggestion.span.end };
    const text = `${suggestion.text}: ${better.suggestion.text}`;
    return { ...each, span, suggestion: { span, text }, notes: better.notes };
  });
  return whole.filter((each) => !said.has(each));
}

const placeOf = ({ file, start }: Span) => `${file}\n${start}`;

/** The entries of all maps by the places of their keys. */
function valuesBehind(tree: Tree, found: Map<string, MapEntry>): ReadonlyMap<string, MapEntry> {
  if (tree.kind === "list") for (const item of tree.items) valuesBehind(item, found);
  if (tree.kind !== "map") return found;
  for (const entry of tree.entries.values()) {
    if (entry.value.kind === "scalar") found.set(placeOf(entry.keySpan), entry);
    valuesBehind(entry.value, found);
  }
  return found;
}
