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

/** The sections in which a key would be right, for somebody who wrote it elsewhere: `timezone` at the top belongs into `os`. */
export function homesOf(key: string): readonly string[] {
  const homes = sections
    .filter((path) => keysOf(schemaAt(profileSchema(), path)).includes(key))
    .map((path) => path.join("."));
  if (keysOf(schemaAt(profileSchema(), ["nodes", 0])).includes(key)) homes.push("each node");
  return keysOf(profileSchema()).includes(key) ? [...homes, "the profile itself"] : homes;
}

/** Whether a key that the `k3s` of a node, a role or `defaults` does not have is one that can only be said once for all. */
export function isClusterWide(path: Path, key: string): boolean {
  return path.length > 1 && path.at(-1) === "k3s" && keysOf(schemaAt(profileSchema(), ["k3s"])).includes(key);
}
