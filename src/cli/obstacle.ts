import { manifestName } from "../emit/manifest.ts";
import { ownerOfTree } from "../emit/old-tree.ts";
import { isCut, orphan } from "../emit/swap.ts";
import type { OutputTree } from "../host/output-tree.ts";
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
