import type { Change } from "./change.ts";
import { listed } from "./todo.ts";

/** One change, and the nodes on which it is the same; none: it is in a file beside the cards. */
interface Shared {
  readonly change: Change;
  readonly nodes: string[];
}

/** Changes as they are found, those that are the same on many nodes together, whatever stands around the lines that change. */
export interface Changes {
  readonly add: (node: string | undefined, change: Change) => void;
  readonly shared: () => readonly Shared[];
}

export function gatherChanges(): Changes {
  const groups = new Map<string, Shared>();
  return {
    add: (node, change) => {
      const { name, note, lines } = change;
      const key = JSON.stringify([node === undefined, name, note, lines.filter((line) => /^[+-]/.test(line))]);
      const group = groups.get(key) ?? { change, nodes: [] };
      groups.set(key, group);
      if (node !== undefined) group.nodes.push(node);
    },
    shared: () => [...groups.values()],
  };
}

export type Detail = "lines" | "stat" | "names";

export function printChanges(changes: Changes, detail: Detail): string {
  return changes
    .shared()
    .map((shared) => printers[detail](shared))
    .join("");
}

function where({ nodes: [first, ...others] }: Shared): string {
  if (first === undefined) return "on this computer";
  return others.length === 0 ? first : `${first}, the same on ${listed(others)}`;
}

const printers: Readonly<Record<Detail, (shared: Shared) => string>> = {
  lines: (shared) => {
    const { name, note, lines } = shared.change;
    const said = note === undefined ? [] : [`${name}: ${note}`];
    return `${[where(shared), ...said, ...lines].join("\n")}\n\n`;
  },
  stat: (shared) => {
    const { name, note, added, removed, lines } = shared.change;
    const size = lines.length > 0 ? [`+${added} -${removed}`] : [];
    return `${name}: ${[...size, ...(note === undefined ? [] : [note])].join(", ")} (${where(shared)})\n`;
  },
  names: ({ change, nodes }) =>
    nodes.length === 0 ? `${change.name}\n` : nodes.map((node) => `${node}:${change.name}\n`).join(""),
};
