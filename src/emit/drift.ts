import type { OutputTree } from "../host/output-tree.ts";
import { cardOutputs } from "./card.ts";
import { deviation } from "./difference.ts";
import type { EmitInput } from "./emit.ts";
import { isLitter } from "./litter.ts";
import { type Manifest, manifest, manifestName, nodeEntry, ownerOf, printManifest, readManifest } from "./manifest.ts";
import { type FileEntry, fileEntry } from "./output.ts";

export interface Drift {
  readonly path: string;
  /** stale: an earlier build wrote it and the next one takes it away; foreign: in a card's folder, and no build touches it. */
  readonly change: "missing" | "changed" | "mode" | "stale" | "foreign";
}

/** How the tree on disk differs from what a build would write now. Writes nothing. */
export async function drift(tree: OutputTree, input: EmitInput): Promise<readonly Drift[]> {
  if (!tree.exists(input.target)) return [{ path: input.target, change: "missing" }];
  const nodes: Manifest["nodes"][number][] = [];
  const wanted: FileEntry[] = input.top.map(fileEntry);
  for (const card of input.cards) {
    nodes.push(nodeEntry(card));
    wanted.push(...(await cardOutputs(card)).map(fileEntry));
  }
  const data = printManifest(manifest(input, nodes, wanted));
  wanted.push(fileEntry({ path: manifestName, mode: 0o644, data }));
  const concerned = wanted.filter((entry) => isConcerned(input, entry.path));
  return [...concerned.flatMap((entry) => compare(tree, input.target, entry)), ...extras(tree, input, wanted)];
}

/** With `--node`, only what belongs to the nodes named: the manifest and the files at the top are about all of them. */
function isConcerned({ only }: EmitInput, path: string): boolean {
  return only?.has(ownerOf(path)) ?? true;
}

function compare(tree: OutputTree, root: string, entry: FileEntry): Drift[] {
  const change = deviation(tree, root, entry);
  return change ? [{ path: `${root}/${entry.path}`, change }] : [];
}

/** Files that somebody put beside the nodes' folders are none of our business. */
function extras(tree: OutputTree, input: EmitInput, wanted: readonly FileEntry[]): Drift[] {
  const known = new Set(wanted.map((entry) => entry.path));
  const files = readManifest(tree.read(`${input.target}/${manifestName}`))?.files ?? [];
  const old = new Set(files.map((entry) => entry.path));
  const owners = new Set([...known, ...old].map(ownerOf));
  return tree
    .filesBelow(input.target)
    .filter((path) => !known.has(path) && owners.has(ownerOf(path)) && isConcerned(input, path))
    .filter((path) => old.has(path) || !isLitter(path))
    .map((path) => ({ path: `${input.target}/${path}`, change: old.has(path) ? "stale" : "foreign" }));
}
