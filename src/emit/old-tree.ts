import type { OutputTree } from "../host/output-tree.ts";
import type { CardSource } from "./card.ts";
import { isLitter } from "./litter.ts";
import { manifestName, type NodeEntry, ownerOf, readManifest } from "./manifest.ts";
import { type FileEntry, octal } from "./output.ts";

/** What is in out/<cluster>/ already, with the files of each node together. */
export interface OldTree {
  readonly root: string;
  /** Written by the very same edgegen. */
  readonly reusable: boolean;
  /** When its manifest, the last file of it, was written: milliseconds since 1970. */
  readonly written: number;
  readonly nodes: ReadonlyMap<string, NodeEntry>;
  readonly files: ReadonlyMap<string, readonly FileEntry[]>;
}

export function readOldTree(tree: OutputTree, root: string, generator: string): OldTree {
  const path = `${root}/${manifestName}`;
  const found = readManifest(tree.read(path));
  const files = new Map<string, FileEntry[]>();
  for (const entry of found?.files ?? []) {
    const owner = ownerOf(entry.path);
    const list = files.get(owner) ?? [];
    list.push(entry);
    files.set(owner, list);
  }
  const nodes = new Map(found?.nodes.map((node) => [node.name, node]));
  const written = tree.stat(path)?.modified ?? 0;
  return { root, reusable: found?.generator === generator, written, nodes, files };
}

/** Whose a folder is that bears the cluster's name. `damaged`: it has a manifest, but not one that can be read. */
export function ownerOfTree(tree: OutputTree, root: string): "ours" | "nobody" | "damaged" | "foreign" {
  const bytes = tree.read(`${root}/${manifestName}`);
  if (bytes !== undefined) return readManifest(bytes) ? "ours" : "damaged";
  return tree.list(root).every(isLitter) ? "nobody" : "foreign";
}

export interface KeptCard {
  readonly node: NodeEntry;
  readonly files: readonly FileEntry[];
}

/** The card as it stands in the old tree, if it is whole there and made from the same plan, or not asked for. */
export function keptCard(tree: OutputTree, old: OldTree, card: CardSource, asked: boolean): KeptCard | undefined {
  const node = old.nodes.get(card.name);
  const files = old.files.get(card.name) ?? [];
  const same = old.reusable && node?.plan === card.plan && card.seedImage === files.some(isSeed);
  if (!node || (asked && !same)) return undefined;
  return files.every((entry) => untouched(tree, old, entry)) ? { node, files } : undefined;
}

const isSeed = (entry: FileEntry) => entry.path.endsWith("/seed.img");

/**
 * Somebody may have edited or removed what we wrote: only what has its size and mode, and is not younger than the manifest, is taken
 * over. (`build --check` compares every byte.)
 */
function untouched(tree: OutputTree, old: OldTree, entry: FileEntry): boolean {
  const found = tree.stat(`${old.root}/${entry.path}`);
  if (!found) return false;
  return found.size === entry.size && octal(found.mode) === entry.mode && found.modified <= old.written;
}
