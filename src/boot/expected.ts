import type { Expected, ExpectedFile, ExpectedStep, Reached } from "./check.ts";

/** A card as it was made. `cardFiles` are those that lie in its folder below `out/`: rendering's own list. */
export interface MadeCard extends Pick<Expected, "cluster" | "node" | "bundle" | "plan" | "files"> {
  readonly cardFiles: readonly { readonly path: string; readonly text: string }[];
}

const partition = "boot/";

/** What the machine that runs this card must be once it has come so far. */
export function expectedOf({ cardFiles, ...made }: MadeCard, reached: Reached = "ready"): Expected {
  const seed = cardFiles
    .filter(({ path }) => path.startsWith(partition))
    .map(({ path, text }) => ({ path: path.slice(partition.length), content: text }));
  return { ...made, seed, steps: stepsOf(made.files), reached };
}

/** The hashes of the steps' inputs stand nowhere else than in the card itself. */
function stepsOf(files: readonly ExpectedFile[]): readonly ExpectedStep[] {
  const card = files.find(({ path }) => path === "/etc/edgegen/card.json");
  if (card === undefined) throw new Error("the card has no card.json");
  const { steps } = JSON.parse(card.content) as { steps: { name: string; inputs: string; every_boot: boolean }[] };
  return steps.map(({ name, inputs, every_boot }) => ({ name, inputs, everyBoot: every_boot }));
}

/** The steps that have been done when the first boot has come so far. */
export function stepsDone({ steps, reached }: Pick<Expected, "steps" | "reached">): readonly ExpectedStep[] {
  return reached === "ready" ? steps : steps.slice(0, steps.map(({ name }) => name).indexOf(reached.waitsAt));
}

/** Whether the first boot has come so far that K3s or Rancher was started. */
export const roleStarted = (expected: Expected): boolean =>
  stepsDone(expected).some(({ name }) => name === "k3s-start" || name === "rancher");
