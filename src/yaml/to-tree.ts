import { type Document, isAlias, isMap, isScalar, isSeq, type Node, type Pair, type Scalar } from "yaml";
import type { Diagnostic, Result } from "../model/diagnostic.ts";
import { fault } from "../model/fault.ts";
import { looksSecret } from "../model/secret-key.ts";
import type { Span } from "../model/span.ts";
import type { ListTree, MapEntry, MapTree, ScalarTree, Tree } from "../model/tree.ts";

/** So many values may a profile have when its aliases are written out: an alias of an alias of an alias grows without bound. */
const mostValues = 1_000_000;

interface Walk {
  readonly file: string;
  readonly diagnostics: Diagnostic[];
  /** What each anchor stands for so far; `undefined` while its own value is still being read. */
  readonly anchors: Map<string, Anchored | undefined>;
  /** The keys on the way to where the walk is. */
  readonly keys: string[];
  values: number;
  /** Once is enough: the first alias that goes too far is followed by all others. */
  tooMany: boolean;
}

interface Anchored {
  readonly tree: Tree;
  readonly values: number;
}

/** A parsed document as a tree with places. Repeated keys and aliases that lead nowhere are reported; the first key of the same name counts. */
export function toTree(file: string, document: Document): Result<Tree> {
  const walk: Walk = { file, diagnostics: [], anchors: new Map(), keys: [], values: 0, tooMany: false };
  const value = convert(walk, document.contents as Node | null);
  return { value, diagnostics: walk.diagnostics };
}

function convert(walk: Walk, node: unknown): Tree {
  if (isAlias(node)) return follow(walk, node.source, spanOf(walk, node));
  const anchor = (isMap(node) || isSeq(node) || isScalar(node)) && node.anchor;
  if (anchor) walk.anchors.set(anchor, undefined);
  const before = walk.values;
  walk.values += 1;
  const tree = isMap(node) ? convertMap(walk, node) : isSeq(node) ? convertList(walk, node) : convertScalar(walk, node);
  if (anchor) walk.anchors.set(anchor, { tree, values: walk.values - before });
  if (anchor && isScalar(node) && node.type === "PLAIN" && node.source === "")
    walk.diagnostics.push(bareAnchor(tree.span));
  return tree;
}

function convertMap(walk: Walk, node: Node & { items: readonly Pair[] }): MapTree {
  const entries = new Map<string, MapEntry>();
  for (const pair of node.items) {
    const key = keyText(pair.key);
    const keySpan = spanOf(walk, pair.key);
    const first = entries.get(key);
    if (first) walk.diagnostics.push(repeatedKey(key, keySpan, first.keySpan, [...walk.keys, ...entries.keys()]));
    walk.keys.push(key);
    const value = pair.value === null ? nothing(keySpan) : convert(walk, pair.value);
    walk.keys.pop();
    if (first) continue;
    entries.set(key, { keySpan, value });
  }
  return { kind: "map", span: spanOf(walk, node), entries };
}

function convertList(walk: Walk, node: Node & { items: readonly unknown[] }): ListTree {
  return { kind: "list", span: spanOf(walk, node), items: node.items.map((item) => convert(walk, item)) };
}

function convertScalar(walk: Walk, node: unknown): ScalarTree {
  const span = spanOf(walk, node);
  if (!isScalar(node)) return { kind: "scalar", span, value: null };
  const value = scalarValue(node);
  const plain = node.type === "PLAIN" ? (node.source ?? "") : undefined;
  return { kind: "scalar", span, value, ...(plain !== undefined && { plain }) };
}

function scalarValue(node: Scalar): string | number | boolean | null {
  const { value } = node;
  if (typeof value === "string" || typeof value === "number" || typeof value === "boolean") return value;
  return value === null || value === undefined ? null : (node.source ?? "");
}

/** An alias has the place of what it stands for, so that a fault in it is reported once. */
function follow(walk: Walk, anchor: string, span: Span): Tree {
  const found = walk.anchors.get(anchor);
  if (found && walk.values + found.values <= mostValues) {
    walk.values += found.values;
    return found.tree;
  }
  if (found === undefined) walk.diagnostics.push(badAlias(span, walk.anchors.has(anchor)));
  else if (!walk.tooMany) walk.diagnostics.push(tooManyValues(span));
  walk.tooMany ||= found !== undefined;
  return { kind: "scalar", span, value: null };
}

/** The name is not said: `password: *hunter2` was meant to be text. */
function badAlias(span: Span, inItself: boolean): Diagnostic {
  if (inItself) return fault("yaml-syntax", "this alias stands inside what it stands for", { span });
  const notes = ["text that begins with * needs quotes"];
  return fault("yaml-syntax", "no anchor of this name stands above", { span, notes });
}

/** `password: &hunter2` would be an open network. */
const bareAnchor = (span: Span) =>
  fault("yaml-syntax", "nothing stands behind this anchor", {
    span: { ...span, start: Math.max(0, span.start - 1) },
    notes: ["text that begins with & needs quotes"],
  });

const tooManyValues = (span: Span) =>
  fault("yaml-syntax", `aliases of aliases make more than ${mostValues} values`, { span });

/** Below a password, and behind one that has a comma in it, a key may be no key but a secret. */
function repeatedKey(key: string, span: Span, first: Span, around: readonly string[]): Diagnostic {
  const notes = [{ message: "first used here", span: first }];
  const what = around.some(looksSecret) ? "this key" : `the key "${key}"`;
  return fault("duplicate-key", `${what} stands here twice`, { span, notes });
}

function keyText(key: unknown): string {
  return isScalar(key) ? String(key.value) : String(key ?? "");
}

/** A key without a value: its place is right behind the key. */
function nothing(keySpan: Span): ScalarTree {
  return { kind: "scalar", span: { ...keySpan, start: keySpan.end }, value: null };
}

function spanOf(walk: Walk, node: unknown): Span {
  const range = (node as { range?: readonly number[] | null } | null)?.range;
  const start = range?.[0] ?? 0;
  return { file: walk.file, start, end: Math.max(start, range?.[1] ?? start) };
}
