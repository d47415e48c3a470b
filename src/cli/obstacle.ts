import { manifestName, readManifest } from "../emit/manifest.ts";
import { ownerOfTree } from "../emit/old-tree.ts";
import { isCut, orphan } from "../emit/swap.ts";
import type { OutputTree } from "../host/output-tree.ts";
import type { Cluster } from "../model/cluster.ts";
import type { Diagnostic } from "../model/diagnostic.ts";
import { fault } from "../model/fault.ts";

export const nowhere = fault("not-writable", "--out names no folder: it is empty", {
  notes: ["for the current folder write --out .", "without --out the cards go to out/"],
});

/** Why a build cannot begin in this folder. */
export function obstacleAt(tree: OutputTree, target: string): Diagnostic | undefined {
  const left = orphan(tree, target);
  if (left) return twoTrees(target, left);
  const owner = ownerOfTree(tree, target);
  if (owner === "damaged") return damaged(target);
  return owner === "foreign" ? foreign(target) : undefined;
}

/** Why a tree cannot be compared with what a build would write. */
export const unfinished = (tree: OutputTree, target: string): Diagnostic | undefined =>
  isCut(tree, target) ? cutShort(target) : obstacleAt(tree, target);

/** The cards of other nodes alone: their profile is likely another one, of which this is a copy that kept the cluster's name. */
export function otherCards(tree: OutputTree, target: string, { name, nodes }: Cluster): Diagnostic | undefined {
  const built = readManifest(tree.read(`${target}/${manifestName}`));
  const kept = new Set(nodes.map((node) => node.name));
  if (!built || built.nodes.length === 0 || built.nodes.some((node) => kept.has(node.name))) return undefined;
  const there = built.nodes.map((node) => node.name);
  return fault("cards-of-another", `a build would remove every card that is there: ${some(there)}`, {
    subject: target,
    notes: [
      `the profile says that it is cluster ${name}, and has none of these nodes: write another name at cluster`,
      `if all of its nodes have new names, move ${target} away first`,
    ],
  });
}

const some = (names: readonly string[]) =>
  names.length > 8 ? `${names.slice(0, 8).join(", ")} and ${names.length - 8} more` : names.join(", ");

const twoTrees = (target: string, left: string) =>
  fault("foreign-folder", `an interrupted build left this, and ${target} was made since`, {
    subject: left,
    notes: [`remove it; or, if it is the one that you want, move ${target} away and run again`],
  });

const rebuild = (target: string) =>
  `if this is an earlier build: move ${target} away, and edgegen build makes the same cards again from profile and bundle`;

const damaged = (target: string) =>
  fault(
    "foreign-folder",
    "this manifest is damaged, or of another edgegen: what else is in the folder cannot be told",
    {
      subject: `${target}/${manifestName}`,
      notes: ["restore it from a backup", rebuild(target)],
    },
  );

const foreign = (target: string) =>
  fault("foreign-folder", `this folder has no ${manifestName}: edgegen did not write it, or that file was lost`, {
    subject: target,
    notes: ["if it is something else: move it away, or name another place: --out DIR", rebuild(target)],
  });

const cutShort = (target: string) =>
  fault("drift", "a build was interrupted, and is to be finished", {
    subject: target,
    notes: ["edgegen build puts it right"],
  });
