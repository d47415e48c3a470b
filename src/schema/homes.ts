import type { Path } from "../model/tree.ts";
import { profileSchema } from "./profile.ts";
import { keysOf, schemaAt } from "./walk.ts";

const sections: readonly Path[] = [
  ["os"],
  ["network"],
  ["network", "wifi"],
  ["access"],
  ["k3s"],
  ["rancher"],
  ["edge_pulse"],
  ["edge_pulse", "swap"],
  ["edge_pulse", "api"],
];

/** A section as a sentence names it, and the keys that it may have. */
interface Home {
  readonly title: string;
  readonly keys: readonly string[];
}

/** All sections, for somebody who wrote a key into another one: `timezone` at the top belongs into `os`. */
export function homes(): readonly Home[] {
  const root = profileSchema();
  return [
    ...sections.map((path) => ({ title: path.join("."), keys: keysOf(schemaAt(root, path)) })),
    { title: "each node", keys: keysOf(schemaAt(root, ["nodes", 0])) },
    { title: "the profile itself", keys: keysOf(root) },
  ];
}

/** Whether a key that the `k3s` of a node, a role or `defaults` does not have is one that can only be said once for all. */
export function isClusterWide(path: Path, key: string): boolean {
  return path.length > 1 && path.at(-1) === "k3s" && keysOf(schemaAt(profileSchema(), ["k3s"])).includes(key);
}
