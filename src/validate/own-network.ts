import type { Diagnostic } from "../model/diagnostic.ts";
import type { MapTree } from "../model/tree.ts";
import { findAt } from "../model/tree-path.ts";

/** The network of all examples. */
const example = "10.1.40.";

/** Examples of addresses in the profile's own network, where it is known: what is copied from them is right. */
export function inOwnNetwork(tree: MapTree | undefined, diagnostics: readonly Diagnostic[]): readonly Diagnostic[] {
  const subnet = tree && findAt(tree, ["network", "subnet"])?.value;
  const text = subnet?.kind === "scalar" ? String(subnet.value) : "";
  const [, own] = /^((?:\d{1,3}\.){3})\d{1,3}\/(?:[89]|1\d|2[0-4])$/.exec(text) ?? [];
  if (own === undefined || own === example) return diagnostics;
  return diagnostics.map((diagnostic) => ({
    ...diagnostic,
    notes: diagnostic.notes.map((note) => exampleIn(own, text, note)),
  }));
}

/** Only examples begin so: what a note quotes from the profile stays as it is. */
function exampleIn<T extends { readonly message: string }>(own: string, subnet: string, note: T): T {
  if (!/^(?:expected|for example|in short)\b/.test(note.message)) return note;
  const message = note.message.replaceAll(`${example}0/24`, subnet).replaceAll(example, own);
  return { ...note, message };
}
