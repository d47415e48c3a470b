import { readTemplates } from "../../src/cli/process-io.ts";
import { anyBundle } from "./any-bundle.ts";
import { readCorpus } from "./corpus.ts";
import { mutated } from "./mutate.ts";
import { reduced } from "./reduce.ts";
import { type Laboratory, type Outcome, trial } from "./trial.ts";

export interface Figures {
  inputs: number;
  refused: number;
  accepted: number;
  slowest: { readonly seed: number; readonly milliseconds: number };
  /** Of each kind of fault the first, made as small as it can be. */
  readonly wrong: Map<string, { readonly seed: number; readonly reason: string; readonly text: string }>;
}

export async function laboratory(): Promise<Laboratory> {
  return { corpus: readCorpus(), bundle: anyBundle(), templates: await readTemplates("templates/") };
}

/** Tries the profiles of `count` seeds from `first` on. */
export async function fuzz(first: number, count: number, lab: Laboratory): Promise<Figures> {
  const figures: Figures = {
    inputs: 0,
    refused: 0,
    accepted: 0,
    slowest: { seed: first, milliseconds: 0 },
    wrong: new Map(),
  };
  for (let seed = first; seed < first + count; seed += 1) {
    const input = mutated(lab.corpus, seed);
    const start = performance.now();
    const outcome = await trial(lab, input);
    const milliseconds = performance.now() - start;
    figures.inputs += 1;
    if (outcome.kind !== "wrong") figures[outcome.kind] += 1;
    if (milliseconds > figures.slowest.milliseconds) figures.slowest = { seed, milliseconds };
    const kind = kindOf(outcome);
    if (kind === undefined || figures.wrong.has(kind)) continue;
    const small = await reduced(input, async (smaller) => kindOf(await trial(lab, smaller)) === kind);
    figures.wrong.set(kind, { seed, reason: outcome.reason ?? "", text: JSON.stringify(small) });
  }
  return figures;
}

/** Faults are of one kind when they differ in figures and quotations only. */
function kindOf({ reason }: Outcome): string | undefined {
  return reason
    ?.split("\n")
    .slice(0, 2)
    .join(" ")
    .replace(/"[^"]*"|\d+/g, "_")
    .slice(0, 120);
}
