import type { CardPlan } from "../model/plan.ts";
import { type Care, type Change, changeOf, edited, noted, type Version } from "./change.ts";
import type { Known } from "./labels.ts";
import { readEntry, splitUserData } from "./user-data.ts";

/** What is known of a card beside its files. */
export interface CardSides {
  readonly plan: CardPlan;
  /** The instance-id of the card that was built. */
  readonly builtId: string | undefined;
  readonly known: Known;
}

/** What would change in one file of a card; of user-data, in each file that it writes on the node. */
export function cardChanges(
  name: string,
  before: Version | undefined,
  after: Version | undefined,
  card: CardSides,
): readonly Change[] {
  const [old, fresh] = [before, after].map((version) => version && { ...version, text: withoutId(version.text, card) });
  if (name === "boot/user-data" && old && fresh) return userDataChanges(name, old, fresh, card);
  const change = changeOf(name, old, fresh, name === "boot/network-config" ? "data" : "keyed", card.known);
  return change ? [change] : [];
}

/** A card's name is in many files and changes with each of them: that it does goes without saying. */
function withoutId(text: string, { plan, builtId = plan.instanceId }: CardSides): string {
  const shown = `${plan.node}-(its id)`;
  return text.replaceAll(builtId, shown).replaceAll(plan.instanceId, shown);
}

function userDataChanges(name: string, before: Version, after: Version, card: CardSides): readonly Change[] {
  const [old, fresh] = [splitUserData(before.text), splitUserData(after.text)];
  if (!old || !fresh) return [noted(name, edited)];
  const head = changeOf(name, { ...before, text: old.head }, { ...after, text: fresh.head }, "keyed", card.known);
  const paths = [...new Set([...old.entries.keys(), ...fresh.entries.keys()])].sort();
  const files = paths
    .filter((path) => old.entries.get(path) !== fresh.entries.get(path))
    .map((path) => entryChange(path, old.entries.get(path), fresh.entries.get(path), card));
  return [head, ...files].filter((change) => change !== undefined);
}

function entryChange(
  written: string,
  before: string | undefined,
  after: string | undefined,
  { plan, known }: CardSides,
): Change | undefined {
  const [old, fresh] = [before, after].map((text) => (text === undefined ? undefined : readEntry(text)));
  if (before !== undefined && !old) return noted(written, edited);
  const path = (fresh ?? old)?.path ?? written;
  const [left, right] = [old, fresh].map((entry) => entry && { mode: entry.mode, text: shown(path, entry.content) });
  return changeOf(path, left, right, careFor(path, plan), known);
}

/** Secret data is shown with what is secret in it masked, a secret text not at all. */
function careFor(path: string, { nodeFiles }: CardPlan): Care {
  if (path === cardJson) return "open";
  const file = nodeFiles.find((each) => each.path === path);
  if (file && !file.secret) return "open";
  return file?.content.kind === "yaml" || file?.content.kind === "json" ? "data" : "hidden";
}

const cardJson = "/etc/edgegen/card.json";

/** Sums and what is made of them follow from other files. */
function shown(path: string, content: string): string {
  return path === cardJson ? content.replace(/^ *"(?:inputs|sha256)": "[0-9a-f]+",?\n/gm, "") : content;
}
