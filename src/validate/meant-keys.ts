import type { MapEntry, MapTree, Path, Tree } from "../model/tree.ts";
import { mapAt } from "../model/tree-path.ts";
import type { Finding } from "../schema/finding.ts";
import { foreignKey } from "./foreign-key.ts";
import { notIndented } from "./not-indented.ts";
import { keyMeant } from "./synonyms.ts";
import { isRestOfSecret } from "./unknown-key.ts";

type Unknown = Extract<Finding, { kind: "unknown" }>;

/**
 * What a misspelt key was meant to be, where that is sure enough to look at what stands behind it in the same run; not where a secret
 * may be, and not where that key is there already.
 */
function sureKey(root: MapTree, finding: Finding): string | undefined {
  if (finding.kind !== "unknown" || finding.secret) return undefined;
  if (foreignKey(finding) !== undefined || notIndented(root, finding)) return undefined;
  const { word } = keyMeant(finding.key, finding.allowed);
  const isThere = word !== undefined && mapAt(root, finding.path)?.entries.has(word);
  if (word === undefined || isThere || finding.secrets.includes(word) || isRestOfSecret(root, finding))
    return undefined;
  return word;
}

/** The tree with these keys called what they were meant to be; they keep their places. */
export function withMeantKeys(root: MapTree, findings: readonly Finding[]): MapTree {
  const names = new Map<string, Map<string, string>>();
  for (const finding of findings) {
    const word = sureKey(root, finding);
    if (word === undefined) continue;
    const { path, key } = finding as Unknown;
    const ofMap = names.get(JSON.stringify(path)) ?? new Map<string, string>();
    // Of two slips for one key the first is taken for it.
    if (![...ofMap.values()].includes(word)) names.set(JSON.stringify(path), ofMap.set(key, word));
  }
  return names.size === 0 ? root : (renamed(root, [], names) as MapTree);
}

function renamed(tree: Tree, path: Path, names: ReadonlyMap<string, ReadonlyMap<string, string>>): Tree {
  if (tree.kind === "scalar") return tree;
  if (tree.kind === "list")
    return { ...tree, items: tree.items.map((item, at) => renamed(item, [...path, at], names)) };
  const here = names.get(JSON.stringify(path));
  const entries = new Map<string, MapEntry>();
  for (const [key, entry] of tree.entries) {
    const name = here?.get(key) ?? key;
    entries.set(name, name === key ? { ...entry, value: renamed(entry.value, [...path, key], names) } : entry);
  }
  return { ...tree, entries };
}
