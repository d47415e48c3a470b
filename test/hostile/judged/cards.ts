import type { Cluster } from "../../../src/model/cluster.ts";
import type { Templates } from "../../../src/model/plan.ts";
import { compileCards, compileLaptop } from "../../../src/pipeline.ts";
import { anyBundle } from "../any-bundle.ts";

/** The files of a card by their paths; and of the laptop, as another. */
export type Files = Readonly<Record<string, string>>;
export type Cards = ReadonlyMap<string, Files>;

const bundle = anyBundle();

/** What holds no value is the same on every card, and most of what is on it. */
export const withoutStatic = (templates: Templates): Templates =>
  new Map([...templates].map(([name, text]) => [name, text.includes("{{") ? text : ""]));

/** All that a cluster becomes. */
export function compiled(cluster: Cluster, templates: Templates): Cards {
  const plan = { cluster, bundle, templates, seedImages: false };
  const cards = new Map<string, Files>();
  for (const card of compileCards(plan)) cards.set(card.plan.node, byPath(card.render()));
  cards.set("laptop", byPath(compileLaptop(plan, "lab")));
  return cards;
}

const byPath = (files: readonly { path: string; text: string }[]): Files =>
  Object.fromEntries(files.map(({ path, text }) => [path, text]));

/** Of each card the files that are not as they were; the name of the target node may be another. */
export function changes(base: Cards, cards: Cards): Record<string, Files> {
  const names = [...base.keys()];
  return Object.fromEntries(
    [...cards.values()].flatMap((files, at) => {
      const name = names[at] ?? "";
      const before = base.get(name) ?? {};
      const different = Object.entries(files)
        .filter(([path, text]) => before[path] !== text)
        .map(([path, text]) => [path, path.endsWith("user-data") ? withoutKnown(text, before[path] ?? "") : text]);
      return different.length === 0 ? [] : [[name, Object.fromEntries(different)]];
    }),
  );
}

/** User-data without the files that are as they were, but for sums: they were read once, and reading them takes most of the time. */
function withoutKnown(text: string, before: string): string {
  const [head = "", ...entries] = text.split(fileEntry);
  const known = new Set(before.split(fileEntry).map(withoutSums));
  return [head, ...entries.filter((entry) => !known.has(withoutSums(entry)))].join("");
}

const withoutSums = (text: string) => text.replace(/[0-9a-f]{12,}/g, "");

const fileEntry = /(?=^- path: )/m;
