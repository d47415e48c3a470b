import type { OutputTree } from "../host/output-tree.ts";
import { type CardSource, cardOutputs } from "./card.ts";
import { type FolderWriter, folderWriter } from "./folder-writer.ts";
import { type Identity, manifest, type NodeEntry, nodeEntry, printManifest } from "./manifest.ts";
import { guests, type KeptCard, keptCard, type OldTree, readOldTree } from "./old-tree.ts";
import type { FileEntry, OutputFile } from "./output.ts";
import { commit, discard, prepare } from "./swap.ts";

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
  /** Nodes that were in the old tree and are in the profile no more. */
  readonly removed: readonly string[];
}

/**
 * Writes what is new beside the old tree and swaps the two when it is whole: whoever looks sees the old tree or the new one.
 * Undefined: interrupted. The caller holds the lock.
 * @throws {HostError} after removing what was begun
 */
export async function emit(tree: OutputTree, input: EmitInput): Promise<Emitted | undefined> {
  const next = folderWriter(tree, prepare(tree, input.target));
  try {
    const old = readOldTree(tree, input.target, input.generator);
    const done = await writeCards(tree, input, next, old);
    if (!done) return discard(tree, input.target);
    const files = [...done.files, ...input.top.map(next.write)];
    const keep = [...done.unchanged.flatMap((name) => [name, `${name}.tar`]), ...guests(tree, old, files)];
    commit(tree, input.target, keep, printManifest(manifest(input, done.nodes, files)));
    const present = new Set(done.nodes.map(({ name }) => name));
    const removed = [...old.nodes.keys()].filter((name) => !present.has(name));
    return { written: done.written, unchanged: done.unchanged, removed };
  } catch (error) {
    if (tree.exists(input.target)) discard(tree, input.target);
    throw error;
  }
}

interface Done {
  readonly nodes: NodeEntry[];
  readonly files: FileEntry[];
  readonly written: string[];
  readonly unchanged: string[];
}

async function writeCards(
  tree: OutputTree,
  input: EmitInput,
  next: FolderWriter,
  old: OldTree,
): Promise<Done | undefined> {
  const done: Done = { nodes: [], files: [], written: [], unchanged: [] };
  for (const card of input.cards) {
    await nextTurn();
    if (input.interrupted()) return undefined;
    const asked = input.only?.has(card.name) ?? true;
    if (!asked && !old.nodes.has(card.name)) continue;
    const kept = keptCard(tree, old, card, asked);
    const { node, files } = kept ?? (await newCard(card, next));
    done.nodes.push(node);
    done.files.push(...files);
    (kept ? done.unchanged : done.written).push(card.name);
  }
  return done;
}

async function newCard(card: CardSource, next: FolderWriter): Promise<KeptCard> {
  return { node: nodeEntry(card), files: (await cardOutputs(card)).map(next.write) };
}

/** Signals are delivered only between turns of the event loop. */
const nextTurn = () => new Promise((resolve) => setImmediate(resolve));
