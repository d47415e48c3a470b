import { Document, type Node, Pair, Scalar, YAMLMap, YAMLSeq } from "yaml";
import { mapTag, seqTag } from "yaml/util";
import { fitsBlock, nullTag, numberTag, textTag, truthTag } from "./scalars.ts";

/** Only the tags that printing needs; made once, since a schema costs more than printing a small document. */
const document = new Document<Node>(null, {
  customTags: () => [mapTag, seqTag, textTag, numberTag, truthTag, nullTag],
});

/**
 * Prints plain data (text, numbers, booleans, null, lists, objects) as YAML that readers of version 1.1 (PyYAML: cloud-init,
 * netplan) and of 1.2 (K3s) understand alike, without anchors. Keys whose value is undefined are left out. The same data gives
 * the same text.
 * @throws {TypeError} for anything else, such as a bigint or a Date.
 */
export function printYaml(data: unknown): string {
  // PyYAML wants block text at the top of a document indented, `yaml` does not indent it: quotes suit both.
  document.contents = typeof data === "string" ? new Scalar(data) : toNode(data);
  return document.toString({ lineWidth: 0 });
}

function toNode(value: unknown): Node {
  if (typeof value === "string") return textNode(value);
  if (value === null || typeof value === "number" || typeof value === "boolean") return new Scalar(value);
  if (Array.isArray(value)) return listNode(value);
  if (typeof value === "object" && isPlain(value)) return mapNode(value);
  throw new TypeError(`cannot be printed as YAML: ${typeof value}`);
}

function textNode(text: string): Node {
  const node = new Scalar(text);
  if (fitsBlock(text)) node.type = Scalar.BLOCK_LITERAL;
  return node;
}

function listNode(values: readonly unknown[]): Node {
  const list = new YAMLSeq<Node>();
  list.items = values.map(toNode);
  return list;
}

function mapNode(value: object): Node {
  const map = new YAMLMap<Node, Node>();
  const entries = Object.entries(value).filter(([, item]) => item !== undefined);
  map.items = entries.map(([key, item]) => new Pair<Node, Node>(new Scalar(key), toNode(item)));
  return map;
}

function isPlain(value: object): boolean {
  const prototype = Object.getPrototypeOf(value);
  return prototype === Object.prototype || prototype === null;
}
