/** A node of the profile, of the tree that was built, or of both. */
export interface NodeState {
  readonly name: string;
  readonly built: CardSide | undefined;
  readonly wanted: CardSide | undefined;
  /** Some file in out/ is not what a build would write. */
  readonly differs: boolean;
}

export interface CardSide {
  readonly role: string;
  readonly image: string;
  /** The hash that names the card. */
  readonly plan: string;
}

const tasks = {
  new: "to flash, new",
  image: "to flash again, with another image",
  // What the old role left on the node would stay.
  role: "to flash again, with another role",
  plan: "to apply again",
  out: "other than built in out/, not as a card",
  gone: "no longer in the profile",
  nothing: "nothing to do",
} as const;

function taskFor({ built, wanted, differs }: NodeState): keyof typeof tasks {
  if (!wanted) return "gone";
  if (!built) return "new";
  if (built.image !== wanted.image) return "image";
  if (built.role !== wanted.role) return "role";
  if (built.plan !== wanted.plan) return "plan";
  return differs ? "out" : "nothing";
}

/** A line for each thing that is to be done, and whether there is one. */
export function todo(nodes: readonly NodeState[]): { readonly lines: readonly string[]; readonly idle: boolean } {
  const names = new Map<string, string[]>(Object.keys(tasks).map((task) => [task, []]));
  for (const node of nodes) names.get(taskFor(node))?.push(node.name);
  const lines = Object.entries(tasks).flatMap(([task, text]) => {
    const some = names.get(task) ?? [];
    return some.length === 0 ? [] : [`${text}: ${listed(some)}`];
  });
  return { lines, idle: nodes.every((node) => taskFor(node) === "nothing") };
}

/** A few names, or the first and the last of many. */
export const listed = (names: readonly string[]): string =>
  names.length > 6 ? `${names[0]} ... ${names.at(-1)} (${names.length})` : names.join(", ");
