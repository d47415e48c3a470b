import { type Document, isAlias, isMap, isScalar, isSeq, type Node, type Pair, type Scalar } from "yaml";
import type { Diagnostic, Result } from "../model/diagnostic.ts";
import { fault } from "../model/fault.ts";
import { looksSecret } from "../model/secret-key.ts";
import type { Span } from "../model/span.ts";
import type { ListTree, MapEntry, MapTree, ScalarTree, Tree } from "../model/tree.ts";
import { deepest } from "./documents.ts";

/** So many values may the aliases of a profile make: an alias of an alias of an alias grows without bound. */
const mostValues = 100_000;

/** Nobody reads more, and each key of a large file may be there twice. */
const mostFaults = 1000;

interface Walk {
  readonly file: string;
  readonly diagnostics: Diagnostic[];
  /** What each anchor stands for so far; `undefined` while its own value is still being read. */
  readonly anchors: Map<string, Anchored | undefined>;
  /** A key on the way to where the walk is looks secret. */
  secret: boolean;
  values: number;
  /** Of these, those that stand there by an alias only. */
  copies: number;
  /** How deep the walk is, and how deep it was at most since the last anchor. */
  depth: number;
  reached: number;
  /** Once is enough: the first alias that goes too far is followed by all others. */
  tooMany: boolean;
}

interface Anchored {
  readonly tree: Tree;
  readonly values: number;
  /** How many levels are below it. */
  readonly height: number;
}

/** A parsed document as a tree with places. Repeated keys and aliases that lead nowhere are reported; the first key of the same name counts. */
export function toTree(file: string, document: Document): Result<Tree> {
  const counters = { secret: false, values: 0, copies: 0, depth: 0, reached: 0, tooMany: false };
  const walk: Walk = { file, diagnostics: [], anchors: new Map(), ...counters };
  const value = convert(walk, document.contents as Node | null);
  return { value, diagnostics: walk.diagnostics };
}

function convert(walk: Walk, node: unknown): Tree {
  if (isAlias(node)) return follow(walk, node.source, spanOf(walk, node));
  const anchor = (isMap(node) || isSeq(node) || isScalar(node)) && node.anchor;
  return anchor ? convertAnchored(walk, node, anchor) : convertBare(walk, node);
}

function convertBare(walk: Walk, node: unknown): Tree {
  walk.values += 1;
  walk.reached = Math.max(walk.reached, walk.depth);
  walk.depth += 1;
  const tree = isMap(node) ? convertMap(walk, node) : isSeq(node) ? convertList(walk, node) : convertScalar(walk, node);
  walk.depth -= 1;
  return tree;
}

function convertAnchored(walk: Walk, node: Node, anchor: string): Tree {
  walk.anchors.set(anchor, undefined);
  const before = { values: walk.values, reached: walk.reached };
  walk.reached = walk.depth;
  const tree = convertBare(walk, node);
  walk.anchors.set(anchor, { tree, values: walk.values - before.values, height: walk.reached - walk.depth });
  walk.reached = Math.max(walk.reached, before.reached);
  if (isScalar(node) && node.type === "PLAIN" && node.source === "") say(walk, bareAnchor(tree.span));
  return tree;
}

function convertMap(walk: Walk, node: Node & { items: readonly Pair[] }): MapTree {
  const entries = new Map<string, MapEntry>();
  const above = walk.secret;
  let before = false;
  for (const pair of node.items) {
    const key = keyText(pair.key);
    const keySpan = spanOf(walk, pair.key);
    const first = entries.get(key);
    if (first) say(walk, repeatedKey(key, keySpan, first.keySpan, above || before));
    walk.secret = above || looksSecret(key);
    before ||= walk.secret;
    const value = pair.value === null ? nothing(keySpan) : convert(walk, pair.value);
    if (!first) entries.set(key, { keySpan, value });
  }
  walk.secret = above;
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
  const escapes = node.type === "QUOTE_DOUBLE" && { escapes: true as const };
  return { kind: "scalar", span, value, ...(plain !== undefined && { plain }), ...escapes };
}

function scalarValue(node: Scalar): string | number | boolean | null {
  const { value } = node;
  if (typeof value === "string" || typeof value === "number" || typeof value === "boolean") return value;
  return value === null || value === undefined ? null : (node.source ?? "");
}

/** An alias has the place of what it stands for, so that a fault in it is reported once. */
function follow(walk: Walk, anchor: string, span: Span): Tree {
  const found = walk.anchors.get(anchor);
  const reached = walk.depth + (found?.height ?? 0);
  if (found && walk.copies + found.values <= mostValues && reached <= deepest) {
    walk.values += found.values;
    walk.copies += found.values;
    walk.reached = Math.max(walk.reached, reached);
    return found.tree;
  }
  if (found === undefined) say(walk, badAlias(span, walk.anchors.has(anchor)));
  else if (!walk.tooMany) say(walk, reached > deepest ? tooDeep(span) : tooManyValues(span));
  walk.tooMany ||= found !== undefined;
  return { kind: "scalar", span, value: null };
}

function say({ diagnostics }: Walk, diagnostic: Diagnostic): void {
  if (diagnostics.length < mostFaults) diagnostics.push(diagnostic);
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

const tooDeep = (span: Span) => fault("yaml-syntax", "nested too deeply to be read", { span });

const tooManyValues = (span: Span) =>
  fault("yaml-syntax", `aliases of aliases make more than ${mostValues} values`, { span });

/** Below a password, and behind one that has a comma in it, a key may be no key but a secret. */
function repeatedKey(key: string, span: Span, first: Span, nearSecret: boolean): Diagnostic {
  const notes = [{ message: "first used here", span: first }];
  const what = nearSecret ? "this key" : `the key "${key}"`;
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
