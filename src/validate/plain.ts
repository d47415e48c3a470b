import type { Path, Tree } from "../model/tree.ts";

/**
 * A tree as plain JSON values. A key without a value counts as not written, so that a section may be emptied by commenting out what
 * is in it; but what is passed on to K3s keeps it: `mirrors: {"*":}` means something there.
 */
export function toPlain(tree: Tree, path: Path = []): unknown {
  if (tree.kind === "scalar") return tree.value;
  if (tree.kind === "list") return tree.items.map((item, index) => toPlain(item, [...path, index]));
  const keepNothing = isPassedOn(path);
  const entries = [...tree.entries].map(([key, { value }]) => [key, toPlain(value, [...path, key])] as const);
  return Object.fromEntries(entries.filter(([, value]) => keepNothing || value !== null));
}

/** Whether a path lies inside what edgegen hands to K3s as it is. */
export function isPassedOn(path: Path): boolean {
  return path.some((step, index) => path[index - 1] === "k3s" && (step === "config" || step === "registries"));
}
