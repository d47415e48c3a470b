import { hostKey, knownHostsLine } from "../credentials/ssh-key.ts";
import { type CardSides, cardChanges } from "../diff/card.ts";
import { type Care, type Change, changeOf, noted, type Version } from "../diff/change.ts";
import type { Known } from "../diff/labels.ts";
import { secretTexts } from "../diff/secret-texts.ts";
import type { CardSide, NodeState } from "../diff/todo.ts";
import { type Difference, differences } from "../emit/drift.ts";
import type { EmitInput } from "../emit/emit.ts";
import { manifestName, type NodeEntry, ownerOf, readManifest } from "../emit/manifest.ts";
import { fileEntry, isStored, octal } from "../emit/output.ts";
import type { OutputTree } from "../host/output-tree.ts";
import type { Bundle } from "../model/bundle.ts";
import type { CardPlan } from "../model/plan.ts";
import type { Trust } from "./trust.ts";

/** How a tree differs from what a build would write. */
export interface TreeDiff {
  /** By node, and of files beside the cards by "". A card that is new or goes away has none. */
  readonly changes: ReadonlyMap<string, readonly Change[]>;
  readonly nodes: readonly NodeState[];
}

/** The cards as the input makes them, one at a time. */
export interface Wanted {
  /** The one that is being compared. */
  readonly current: () => CardPlan | undefined;
  /** Those that have been. */
  readonly cards: ReadonlyMap<string, CardSide>;
}

export async function compareTree(
  tree: OutputTree,
  input: EmitInput,
  { opened, bundle }: Trust,
  wanted: Wanted,
): Promise<TreeDiff> {
  const manifest = readManifest(tree.read(`${input.target}/${manifestName}`));
  const built = new Map(manifest?.nodes.map((node) => [node.name, node]));
  const toBeMade = madeByBuild(opened.bundle, bundle);
  const changes = new Map<string, Change[]>();
  for await (const difference of tree.exists(input.target) ? differences(tree, input) : nothingBuilt(input)) {
    const owner = ownerOf(difference.path);
    const old = built.get(owner);
    const isCard = wanted.cards.has(owner);
    if (isCard !== (old !== undefined)) continue;
    const known = { secrets: secretTexts(bundle, owner), toBeMade };
    const plan = wanted.current();
    const card = isCard && plan ? { plan, builtId: old?.instance_id, known } : undefined;
    const name = isCard ? nameOnCard(difference.path) : difference.path;
    const found = changesIn(difference, name, sidesOf(tree, input.target, difference), card ?? known);
    const key = isCard ? owner : "";
    changes.set(key, [...(changes.get(key) ?? []), ...found]);
  }
  return { changes, nodes: nodeStates(input, built, wanted.cards, changes) };
}

/** Asks for the cards all the same. */
function* nothingBuilt({ cards }: EmitInput): Iterable<never> {
  for (const _ of cards) yield* [];
}

interface Sides {
  readonly before: Version | undefined;
  readonly after: Version | undefined;
}

function sidesOf(tree: OutputTree, target: string, { path, wanted }: Difference): Sides {
  const text = (data: string | Uint8Array) => (typeof data === "string" ? data : new TextDecoder().decode(data));
  // What is large and public is not looked into.
  if (wanted && isStored(wanted.data)) return { before: undefined, after: undefined };
  const bytes = tree.read(`${target}/${path}`);
  const mode = octal(tree.stat(`${target}/${path}`)?.mode ?? 0);
  return {
    before: bytes && { text: text(bytes), mode },
    after: wanted && { text: isStored(wanted.data) ? "" : text(wanted.data), mode: octal(wanted.mode) },
  };
}

/** @param about the card that the file is on, or for a file beside the cards what is secret */
function changesIn(
  { change, wanted }: Difference,
  name: string,
  { before, after }: Sides,
  about: CardSides | Known,
): readonly Change[] {
  if (change !== "changed" && change !== "mode") return [noted(name, withoutText[change])];
  if (wanted && typeof wanted.data !== "string")
    return [noted(name, `${fileEntry(wanted).size} bytes, other ones than now`)];
  if ("plan" in about) return cardChanges(name, before, after, about);
  const found = changeOf(name, before, after, careBeside(name, after), about);
  return found ? [found] : [];
}

const careBeside = (name: string, file: Version | undefined): Care =>
  name === "kubeconfig" ? "data" : file?.mode === "0644" ? "open" : "hidden";

const withoutText = {
  missing: "is not there",
  stale: "will not be there any more",
  foreign: "edgegen did not write it, and a build leaves it there",
} as const;

/** `dcn1/boot/user-data` is `boot/user-data`, and `dcn1.tar` any card's archive. */
export const archive = "tar";
const nameOnCard = (path: string) => (path.includes("/") ? path.slice(path.indexOf("/") + 1) : archive);

/** With `--node`, what concerns those nodes. */
function nodeStates(
  { only }: EmitInput,
  built: ReadonlyMap<string, NodeEntry>,
  wanted: ReadonlyMap<string, CardSide>,
  changes: ReadonlyMap<string, unknown>,
): readonly NodeState[] {
  const names = [...new Set([...wanted.keys(), ...built.keys()])].filter((name) => only?.has(name) ?? true);
  return names.map((name) => {
    return { name, built: built.get(name), wanted: wanted.get(name), differs: changes.has(name) };
  });
}

/** Public parts of what the bundle lacks: they will be others when they are made in earnest. */
function madeByBuild(before: Bundle | undefined, { nodes, operatorSsh, rancher }: Bundle): readonly string[] {
  const hosts = [...nodes].filter(([name]) => !before?.nodes.has(name));
  return [
    ...hosts.map(([, trust]) => wordsOf(knownHostsLine([], hostKey(trust))).at(-1)),
    ...(before?.operatorSsh ? [] : [wordsOf(operatorSsh?.publicKey ?? "").at(1)]),
    ...(before?.rancher ? [] : [rancher?.clusterId]),
  ].filter((text) => text !== undefined);
}

const wordsOf = (line: string) => line.trim().split(" ");
