import type { Path, Tree } from "../model/tree.ts";

/** Whether the language has this key in the map at this path. */
export type KnowsKey = (path: Path, key: string) => boolean;

/**
 * A tree as plain JSON values. A key without a value counts as not written, so that a section may be emptied by commenting out what
 * is in it; but what is passed on to K3s keeps it: `mirrors: {"*":}` means something there. A key that the language does not have
 * stays, to be refused: `{interface:wlan0}`, where a space is missing, is a key without a value.
 */
export function toPlain(tree: Tree, knowsKey: KnowsKey, path: Path = []): unknown {
  if (tree.kind === "scalar") return tree.value;
  if (tree.kind === "list") return tree.items.map((item, index) => toPlain(item, knowsKey, [...path, index]));
  const keepNothing = isPassedOn(path);
  const entries = [...tree.entries].map(([key, { value }]) => [key, toPlain(value, knowsKey, [...path, key])] as const);
  return Object.fromEntries(entries.filter(([key, value]) => keepNothing || value !== null || !knowsKey(path, key)));
}

/** Whether a path lies inside what edgegen hands to K3s as it is. */
export function isPassedOn(path: Path): boolean {
  return path.some((step, index) => path[index - 1] === "k3s" && (step === "config" || step === "registries"));
}
