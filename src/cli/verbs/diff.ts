import type { Change } from "../../diff/change.ts";
import { type Detail, gatherChanges, printChanges } from "../../diff/print.ts";
import { type CardSide, listed, todo } from "../../diff/todo.ts";
import { manifestName } from "../../emit/manifest.ts";
import type { Cluster } from "../../model/cluster.ts";
import type { CardPlan } from "../../model/plan.ts";
import { emitInput, targetOf } from "../build-input.ts";
import type { DiffOptions } from "../commands/diff.ts";
import type { Io } from "../io.ts";
import { nowhere, unfinished } from "../obstacle.ts";
import { type Pins, pinsFor } from "../pins.ts";
import { type Session, withCluster } from "../session.ts";
import { archive, compareTree, type TreeDiff } from "../tree-diff.ts";
import { previewTrust, type Trust } from "../trust.ts";
import { unknownNodes } from "../unknown-nodes.ts";

/** What a build would change in out/<cluster>/, and what is then to be done with which card. Writes nothing, not even a bundle. */
export async function diffVerb(io: Io, options: DiffOptions): Promise<number> {
  let differs = false;
  const code = await withCluster(io, options, async (cluster, session) => {
    const unknown = unknownNodes(options.node, cluster);
    if (unknown.length > 0) return unknown;
    if (options.out === "") return [nowhere];
    const obstacle = unfinished(io.tree, targetOf(options, cluster));
    if (obstacle) return [obstacle];
    const { pins, diagnostics: unpinned } = await pinsFor(cluster, session, options);
    if (!pins) return unpinned;
    const { trust, diagnostics } = await previewTrust(cluster, session);
    if (!trust || diagnostics.some(({ severity }) => severity === "error")) return diagnostics;
    const text = print(await compare(cluster, { trust, pins }, session, options), detailOf(options));
    io.out(text);
    differs = text !== "";
    // What they say of a bundle that was made or extended is not true yet.
    return diagnostics.filter(({ severity }) => severity !== "info");
  });
  return code === 0 && differs ? 1 : code;
}

async function compare(
  cluster: Cluster,
  { trust, pins }: { readonly trust: Trust; readonly pins: Pins },
  session: Session,
  options: DiffOptions,
): Promise<TreeDiff> {
  const cards = new Map<string, CardSide>();
  let current: CardPlan | undefined;
  const input = await emitInput(cluster, trust.bundle, session, options, pins, (plan) => {
    current = plan;
    cards.set(plan.node, { role: plan.role, image: plan.card.image, plan: plan.id });
  });
  return compareTree(session.io.tree, input, trust, { current: () => current, cards });
}

const detailOf = ({ stat, nameOnly }: DiffOptions): Detail => (nameOnly ? "names" : stat ? "stat" : "lines");

/** Nothing where nothing differs. */
function print({ changes, nodes }: TreeDiff, detail: Detail): string {
  const { lines, idle } = todo(nodes);
  const beside = changes.get("") ?? [];
  const others = beside.filter(({ name }) => name !== manifestName);
  const shown = gatherChanges();
  for (const [node, found] of changes) if (node !== "") for (const each of withoutArchive(found)) shown.add(node, each);
  // The manifest is about all the others.
  for (const each of idle && others.length === 0 ? beside : others) shown.add(undefined, each);
  if (idle && beside.length === 0) return "";
  const files = others.length === 0 ? [] : [`for this computer: ${listed(others.map(({ name }) => name))}`];
  return printChanges(shown, detail) + (detail === "names" ? "" : [...lines, ...files, ""].join("\n"));
}

/** The archive holds what else is said of the card. */
function withoutArchive(changes: readonly Change[]): readonly Change[] {
  const others = changes.filter(({ name }) => name !== archive);
  return others.length > 0 ? others : changes;
}
