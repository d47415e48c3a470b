import { sha256 } from "../hash/sha256.ts";
import type { CardPlan, Step, Templates } from "../model/plan.ts";
import { renderContent } from "./content.ts";

type Sums = ReadonlyMap<string, string>;

/**
 * /etc/edgegen/card.json: what the node's own code knows of its card. The hash of a step covers its data and the files that it
 * names, so that a step runs again exactly when one of them changed.
 */
export function cardJson(card: CardPlan, templates: Templates): string {
  const sums = new Map(card.nodeFiles.map((file) => [file.path, renderContent(templates, file.content).sha256]));
  const content = {
    format: 1,
    instance_id: card.instanceId,
    ...snakeCase(card.card),
    steps: card.steps.map((step) => stepJson(step, sums)),
    files: card.nodeFiles
      .filter(({ edited }) => !edited)
      .map(({ path, mode }) => ({ path, sha256: sums.get(path), mode })),
  };
  return `${JSON.stringify(content, undefined, 1)}\n`;
}

function stepJson(step: Step, sums: Sums): Record<string, unknown> {
  const files = step.files.map((path) => [path, sumOf(path, step, sums)]);
  const inputs = sha256(JSON.stringify([step.name, step.data, files])).slice(0, 12);
  return { name: step.name, inputs, every_boot: step.everyBoot ?? false, data: step.data };
}

function sumOf(path: string, step: Step, sums: Sums): string {
  const sum = sums.get(path);
  if (sum === undefined) throw new Error(`step ${step.name} names ${path}, which is not on the card`);
  return sum;
}

function snakeCase(facts: object): Record<string, unknown> {
  return Object.fromEntries(
    Object.entries(facts).map(([key, value]) => [
      key.replace("MiB", "_mib").replaceAll(/[A-Z]/g, (letter) => `_${letter.toLowerCase()}`),
      value,
    ]),
  );
}
