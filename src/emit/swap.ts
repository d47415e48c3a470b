import { HostError } from "../host/host.ts";
import type { OutputTree } from "../host/output-tree.ts";

/** What a run changes at the top of out/<cluster>/. A name in neither list stays where it is, untouched. */
export interface Change {
  /** Names that are put in, from the folder beside the tree. */
  readonly comes: readonly string[];
  /** Names that are taken out; those that come again among them. */
  readonly leaves: readonly string[];
}

/** The names beside the tree that a run uses; they begin with a dot so that nobody takes them for a cluster. */
interface Names {
  /** The tree itself: where `out/<cluster>` leads, if it is a link. */
  readonly place: string;
  readonly next: string;
  readonly previous: string;
  readonly lock: string;
}

function names(tree: OutputTree, target: string): Names {
  const place = tree.place(target);
  const cut = place.lastIndexOf("/") + 1;
  const beside = (ending: string) => `${place.slice(0, cut)}.${place.slice(cut)}.${ending}`;
  const found = { place, next: beside("new"), previous: beside("old"), lock: beside("lock") };
  // An encrypted disk that is not mounted: what it should hold is not to lie beside its mount point instead.
  if (place !== target && !tree.exists(place) && !tree.exists(found.previous)) throw new HostError(target, "ENOLINK");
  return found;
}

/** In the folder of what comes: the steps of the swap, a line each, and the folder of what leaves. */
const journal = ".steps";
const gone = ".gone";

export const lockName = (tree: OutputTree, target: string): string => names(tree, target).lock;

/** Where a run collects what comes. */
export const stagingName = (tree: OutputTree, target: string): string => names(tree, target).next;

/** A run was cut in the middle of its swap: the tree has its working name still. */
export function isCut(tree: OutputTree, target: string): boolean {
  const { place, previous } = names(tree, target);
  return !tree.exists(place) && tree.exists(previous);
}

/** The tree of a run that was cut, when somebody has made a folder of its name since. Which of the two is wanted, nobody knows. */
export function orphan(tree: OutputTree, target: string): string | undefined {
  const { place, previous } = names(tree, target);
  return tree.exists(place) && tree.exists(previous) ? previous : undefined;
}

/** Puts right what a run left behind that was cut: the old tree is there again, whole, and nothing lies beside it. */
export function recover(tree: OutputTree, target: string): void {
  if (isCut(tree, target)) takeBack(tree, names(tree, target));
  discard(tree, target);
}

export function discard(tree: OutputTree, target: string): undefined {
  const { next } = names(tree, target);
  if (tree.exists(next)) tree.removeTree(next);
}

/**
 * Makes the change. Meanwhile the tree has another name, so that at every moment its own belongs to a whole tree or to none. Only what
 * changes is moved: with one card of a thousand that is two names, and the folder itself stays the one that a shell may stand in.
 */
export function commit(tree: OutputTree, target: string, { comes, leaves }: Change): void {
  const at = names(tree, target);
  if (!tree.exists(at.place)) {
    tree.rename(at.next, at.place);
    return;
  }
  const steps = [...leaves.map((name) => `out ${name}`), ...comes.map((name) => `in ${name}`)];
  tree.writeNew(`${at.next}/${journal}`, steps.map((step) => `${step}\n`).join(""), 0o600);
  tree.makeFolder(`${at.next}/${gone}`, 0o700);
  tree.rename(at.place, at.previous);
  try {
    for (const step of steps) tree.rename(...way(at, step));
    tree.rename(at.previous, at.place);
  } catch (error) {
    takeBack(tree, at);
    throw error;
  }
  tree.removeTree(at.next);
}

/** Backwards through the steps, those that were done: afterwards it does not matter where the run was cut, or this one is. */
function takeBack(tree: OutputTree, at: Names): void {
  const steps = new TextDecoder()
    .decode(tree.read(`${at.next}/${journal}`))
    .split("\n")
    .slice(0, -1);
  for (const step of steps.reverse()) {
    const [from, to] = way(at, step);
    if (!tree.exists(from)) tree.rename(to, from);
  }
  tree.rename(at.previous, at.place);
}

/** `in a` moves a from the new folder into the tree, `out a` from the tree to what is gone. */
function way({ next, previous }: Names, step: string): [from: string, to: string] {
  const [move, name] = step.split(" ");
  return move === "in"
    ? [`${next}/${name}`, `${previous}/${name}`]
    : [`${previous}/${name}`, `${next}/${gone}/${name}`];
}
