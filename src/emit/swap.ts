import type { OutputTree } from "../host/output-tree.ts";
import { manifestName } from "./manifest.ts";

/** The names beside `out/<cluster>` that a run uses; they begin with a dot so that nobody takes them for a cluster. */
function names(target: string): { next: string; previous: string; lock: string } {
  const cut = target.lastIndexOf("/") + 1;
  const beside = (ending: string) => `${target.slice(0, cut)}.${target.slice(cut)}.${ending}`;
  return { next: beside("new"), previous: beside("old"), lock: beside("lock") };
}

/** In the new tree, until it is in place: what is still to be moved over from the old one, a name a line. */
const keepList = ".keep";

export const lockName = (target: string): string => names(target).lock;

/** Finishes or clears what a cut run left behind, and makes an empty folder to write into. Returns its path. */
export function prepare(tree: OutputTree, target: string): string {
  const { next, previous } = names(target);
  if (!tree.exists(target)) finish(tree, target);
  tree.removeTree(next);
  tree.removeTree(previous);
  tree.makeFolder(next, 0o700);
  return next;
}

/**
 * Puts the new tree in place: the old one is renamed away, what the new one keeps of it is moved over, the new one gets the name. At
 * every moment the name belongs to a whole tree or to none, and in the latter case `finish` knows how to go on. Moving instead of
 * linking spares making and removing thousands of folders when one card of many has changed.
 * @param keep names of files and folders at the top of the old tree
 */
export function commit(tree: OutputTree, target: string, keep: readonly string[], manifest: string): void {
  const { next, previous } = names(target);
  tree.writeNew(`${next}/${keepList}`, keep.map((name) => `${name}\n`).join(""), 0o600);
  tree.writeNew(`${next}/${manifestName}`, manifest, 0o644);
  if (tree.exists(target)) tree.rename(target, previous);
  finish(tree, target);
}

/**
 * From "the name is free" to "the new tree has it". The manifest is written last, so a new tree without one is half and worthless: the
 * old one, if there is one, gets its name back.
 */
function finish(tree: OutputTree, target: string): void {
  const { next, previous } = names(target);
  if (tree.exists(`${next}/${manifestName}`)) {
    moveKept(tree, previous, next);
    tree.rename(next, target);
    tree.removeTree(previous);
  } else if (tree.exists(previous)) tree.rename(previous, target);
}

function moveKept(tree: OutputTree, previous: string, next: string): void {
  const list = tree.read(`${next}/${keepList}`);
  const kept = new TextDecoder().decode(list).split("\n").slice(0, -1);
  for (const name of kept)
    if (tree.exists(`${previous}/${name}`)) tree.rename(`${previous}/${name}`, `${next}/${name}`);
  tree.removeTree(`${next}/${keepList}`);
}

export function discard(tree: OutputTree, target: string): undefined {
  tree.removeTree(names(target).next);
}
