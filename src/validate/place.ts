import { withoutUrlPasswords } from "../model/secret-key.ts";
import { looksRandom, secretText } from "../model/secret-text.ts";
import type { Path, Tree } from "../model/tree.ts";
import { findAt, showPath } from "../model/tree-path.ts";

/** A path in words: `the profile`, `network.wifi`, `node "dcn2"`, `os.image of node "dcn2"`. */
export function placeOf(root: Tree, path: Path): string {
  const named = path.filter((step, index) => typeof step === "string" || path[index - 1] === "nodes");
  const [section, index, ...rest] = named;
  if (section === undefined) return "the profile";
  if (section !== "nodes" || typeof index !== "number") return showPath(named);
  const node = nodeName(root, index);
  return rest.length === 0 ? node : `${showPath(rest)} of ${node}`;
}

function nodeName(root: Tree, index: number): string {
  const name = findAt(root, ["nodes", index, "name"])?.value;
  const text = name?.kind === "scalar" && typeof name.value === "string" ? name.value : undefined;
  const isName = text !== undefined && secretText(text) === undefined && !looksRandom(text);
  return isName ? `node ${quoted(text)}` : `entry ${index + 1} of nodes`;
}

/** What stands at a place, in words: `the number 1.34`, `a list`, `nothing`. */
export function foundText(tree: Tree | undefined): string {
  if (tree === undefined) return "nothing";
  if (tree.kind !== "scalar") return tree.kind === "map" ? "a map" : "a list";
  const { value } = tree;
  if (value === null) return "nothing";
  if (typeof value === "number") return `the number ${tree.plain ?? value}`;
  return typeof value === "boolean" ? String(value) : `the text ${quoted(value)}`;
}

/** Of what kind it is, where the value itself must not be said. */
export function kindText(tree: Tree): string {
  if (tree.kind !== "scalar" || tree.value === null) return foundText(tree);
  return typeof tree.value === "boolean" ? "true or false" : `a ${typeof tree.value === "string" ? "text" : "number"}`;
}

/** A value as it would be written in a sentence: text in quotes, numbers without. */
export function shown(tree: Tree): string {
  if (tree.kind !== "scalar" || tree.value === null) return foundText(tree);
  return typeof tree.value === "string" ? quoted(tree.value) : (tree.plain ?? String(tree.value));
}

/** Text in quotes, shortened to what fits into a line, and without the password that a URL may hold. */
export function quoted(whole: string): string {
  const text = withoutUrlPasswords(whole);
  return JSON.stringify(text.length > 60 ? `${text.slice(0, 57)}...` : text);
}
