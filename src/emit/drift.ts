import type { OutputTree } from "../host/output-tree.ts";
import { cardOutputs } from "./card.ts";
import type { EmitInput } from "./emit.ts";
import { type Manifest, manifest, manifestName, nodeEntry, ownerOf, printManifest, readManifest } from "./manifest.ts";
import { digest, type FileEntry, fileEntry, octal } from "./output.ts";

export interface Drift {
  readonly path: string;
  readonly change: "missing" | "changed" | "mode" | "extra";
}

/** How the tree on disk differs from what a build would write now. Writes nothing. */
export async function drift(tree: OutputTree, input: EmitInput): Promise<readonly Drift[]> {
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
  const path = `${root}/${entry.path}`;
  const data = tree.read(path);
  if (data === undefined) return [{ path, change: "missing" }];
  if (digest(data) !== entry.sha256) return [{ path, change: "changed" }];
  const mode = tree.stat(path)?.mode;
  return mode === undefined || octal(mode) === entry.mode ? [] : [{ path, change: "mode" }];
}

/** What a build would take away; files that somebody put beside the nodes' folders are none of its business. */
function extras(tree: OutputTree, input: EmitInput, wanted: readonly FileEntry[]): Drift[] {
  const known = new Set(wanted.map((entry) => entry.path));
  const old = readManifest(tree.read(`${input.target}/${manifestName}`))?.files ?? [];
  const owners = new Set([...wanted, ...old].map((entry) => ownerOf(entry.path)));
  return tree
    .filesBelow(input.target)
    .filter((path) => !known.has(path) && owners.has(ownerOf(path)) && isConcerned(input, path))
    .map((path) => ({ path: `${input.target}/${path}`, change: "extra" }));
}
