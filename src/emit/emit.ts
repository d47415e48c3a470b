import type { OutputTree } from "../host/output-tree.ts";
import { type CardSource, cardOutputs } from "./card.ts";
import { changeOf, deviation, inTheWay, requireWritable } from "./difference.ts";
import { type FolderWriter, folderWriter } from "./folder-writer.ts";
import { type Identity, manifest, manifestName, type NodeEntry, nodeEntry, printManifest } from "./manifest.ts";
import { type KeptCard, keptCard, type OldTree, readOldTree } from "./old-tree.ts";
import { type FileEntry, fileEntry, type OutputFile } from "./output.ts";
import { commit, discard, isCut, stagingName } from "./swap.ts";

export interface EmitInput extends Identity {
  /** The folder to write, e.g. `out/pi4-2node`. */
  readonly target: string;
  readonly cards: Iterable<CardSource>;
  /** Nodes that only this run is about; the others stay as they are. Undefined: all. */
  readonly only: ReadonlySet<string> | undefined;
  /** Files beside the nodes' folders: kubeconfig, README.txt, ... */
  readonly top: readonly OutputFile[];
  /** Asked between two cards; true ends the run with nothing changed. */
  readonly interrupted: () => boolean;
}

export interface Emitted {
  readonly written: readonly string[];
  readonly unchanged: readonly string[];
  /** Nodes that this run is not about: their cards are another plan's, or are not there. */
  readonly outdated: readonly string[];
  readonly unbuilt: readonly string[];
  /** Nodes that were in the old tree and are in the profile no more. */
  readonly removed: readonly string[];
  /** Files that are not ours and that this build would have to delete: when there is one, nothing was changed. */
  readonly inTheWay: readonly string[];
}

/**
 * Writes what is new beside the old tree and swaps it in when it is whole: whoever looks sees the old tree or the new one. Where
 * nothing is new, nothing is touched. Undefined: interrupted. The caller holds the lock, and has called `recover`.
 * @throws {HostError} after removing what was begun
 */
export async function emit(tree: OutputTree, input: EmitInput): Promise<Emitted | undefined> {
  const old = readOldTree(tree, input.target, input.generator);
  const next = folderWriter(tree, stagingName(tree, input.target));
  try {
    const done = await writeCards(tree, input, next, old);
    return done && finish(tree, input, next, old, done);
  } finally {
    if (!isCut(tree, input.target)) discard(tree, input.target);
  }
}

interface Done {
  readonly nodes: NodeEntry[];
  readonly files: FileEntry[];
  /** Those of the files that were written now. */
  readonly fresh: FileEntry[];
  readonly written: string[];
  readonly unchanged: string[];
  readonly outdated: string[];
  readonly unbuilt: string[];
}

async function writeCards(
  tree: OutputTree,
  input: EmitInput,
  next: FolderWriter,
  old: OldTree,
): Promise<Done | undefined> {
  const done: Done = { nodes: [], files: [], fresh: [], written: [], unchanged: [], outdated: [], unbuilt: [] };
  for (const card of input.cards) {
    await nextTurn();
    if (input.interrupted()) return undefined;
    const asked = input.only?.has(card.name) ?? true;
    if (!asked && !old.nodes.has(card.name)) {
      done.unbuilt.push(card.name);
      continue;
    }
    const kept = keptCard(tree, old, card, asked);
    const { node, files } = kept ?? (await newCard(card, next, tree));
    done.nodes.push(node);
    done.files.push(...files);
    if (!kept) done.fresh.push(...files);
    listFor(done, card, kept).push(card.name);
  }
  return done;
}

/** Where a card belongs in what is said of the run. */
function listFor(done: Done, card: CardSource, kept: KeptCard | undefined): string[] {
  if (!kept) return done.written;
  return kept.node.plan === card.plan ? done.unchanged : done.outdated;
}

async function newCard(card: CardSource, next: FolderWriter, tree: OutputTree): Promise<KeptCard> {
  return { node: nodeEntry(card), files: (await cardOutputs(card, tree)).map(next.write) };
}

function finish(tree: OutputTree, input: EmitInput, next: FolderWriter, old: OldTree, done: Done): Emitted {
  writeTop(tree, input, next, done);
  const change = changeOf(tree, old, done.files, done.fresh);
  const foreign = inTheWay(tree, old, change);
  if (foreign.length === 0 && change.comes.length > 0) {
    requireWritable(tree, old, change);
    commit(tree, input.target, change);
  }
  const present = new Set(done.nodes.map(({ name }) => name));
  const removed = [...old.nodes.keys()].filter((name) => !present.has(name));
  const { written, unchanged, outdated, unbuilt } = done;
  return { written, unchanged, outdated, unbuilt, removed, inTheWay: foreign };
}

/** The files beside the nodes' folders. Whatever is new, the manifest is too: what is kept is told by being older than it. */
function writeTop(tree: OutputTree, { top, target, ...identity }: EmitInput, next: FolderWriter, done: Done): void {
  const differs = (file: OutputFile) => deviation(tree, target, fileEntry(file)) !== undefined;
  done.fresh.push(...top.filter(differs).map(next.write));
  done.files.push(...top.map(fileEntry));
  const data = printManifest(manifest(identity, done.nodes, done.files));
  const record = { path: manifestName, mode: 0o644, data };
  if (done.fresh.length > 0 || differs(record)) done.fresh.push(next.write(record));
}

/** Signals are delivered only between turns of the event loop. */
const nextTurn = () => new Promise((resolve) => setImmediate(resolve));
