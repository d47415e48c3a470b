import type { OutputTree } from "../host/output-tree.ts";
import { cardOutputs } from "./card.ts";
import { deviation } from "./difference.ts";
import type { EmitInput } from "./emit.ts";
import { isLitter } from "./litter.ts";
import { type Manifest, manifest, manifestName, nodeEntry, ownerOf, printManifest, readManifest } from "./manifest.ts";
import { type FileEntry, fileEntry, type OutputFile } from "./output.ts";

export interface Drift {
  readonly path: string;
  /** stale: an earlier build wrote it and the next one takes it away; foreign: in a card's folder, and no build touches it. */
  readonly change: "missing" | "changed" | "mode" | "stale" | "foreign";
}

/** A file that is not what a build would write now; its path counts from the tree. */
export interface Difference extends Drift {
  /** What a build would write; undefined where it would write nothing. */
  readonly wanted: OutputFile | undefined;
}

/** How the tree on disk differs from what a build would write now. Writes nothing. */
export async function drift(tree: OutputTree, input: EmitInput): Promise<readonly Drift[]> {
  if (!tree.exists(input.target)) return [{ path: input.target, change: "missing" }];
  const found: Drift[] = [];
  for await (const { path, change } of differences(tree, input))
    found.push({ path: `${input.target}/${path}`, change });
  return found;
}

/** The same file by file, one card after the other, the manifest and what is too many last. */
export async function* differences(tree: OutputTree, input: EmitInput): AsyncIterable<Difference> {
  const nodes: Manifest["nodes"][number][] = [];
  const wanted: FileEntry[] = [];
  for await (const files of outputs(tree, input, nodes)) {
    const entries = files.map(fileEntry);
    wanted.push(...entries);
    yield* files.flatMap((file, at) => compare(tree, input, file, entries[at]));
  }
  const data = printManifest(manifest(input, nodes, wanted));
  yield* compare(tree, input, { path: manifestName, mode: 0o644, data });
  yield* extras(tree, input, new Set([manifestName, ...wanted.map(({ path }) => path)]));
}

async function* outputs(
  tree: OutputTree,
  input: EmitInput,
  nodes: Manifest["nodes"][number][],
): AsyncIterable<readonly OutputFile[]> {
  yield input.top;
  for (const card of input.cards) {
    nodes.push(nodeEntry(card));
    yield await cardOutputs(card, tree);
  }
}

/** With `--node`, only what belongs to the nodes named: the manifest and the files at the top are about all of them. */
function isConcerned({ only }: EmitInput, path: string): boolean {
  return only?.has(ownerOf(path)) ?? true;
}

function compare(
  tree: OutputTree,
  input: EmitInput,
  wanted: OutputFile,
  entry = fileEntry(wanted),
): readonly Difference[] {
  if (!isConcerned(input, wanted.path)) return [];
  const change = deviation(tree, input.target, entry);
  return change ? [{ path: wanted.path, change, wanted }] : [];
}

/** Files that somebody put beside the nodes' folders are none of our business. */
function extras(tree: OutputTree, input: EmitInput, known: ReadonlySet<string>): readonly Difference[] {
  const files = readManifest(tree.read(`${input.target}/${manifestName}`))?.files ?? [];
  const old = new Set(files.map((entry) => entry.path));
  const owners = new Set([...known, ...old].map(ownerOf));
  return tree
    .filesBelow(input.target)
    .filter((path) => !known.has(path) && owners.has(ownerOf(path)) && isConcerned(input, path))
    .filter((path) => old.has(path) || !isLitter(path))
    .map((path) => ({ path, change: old.has(path) ? "stale" : "foreign", wanted: undefined }));
}
