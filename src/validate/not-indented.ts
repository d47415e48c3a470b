import type { MapTree, Path } from "../model/tree.ts";
import { isNothing } from "../model/tree-path.ts";
import type { Finding } from "../schema/finding.ts";
import { profileSchema } from "../schema/profile.ts";
import { keysOf, schemaAt } from "../schema/walk.ts";

type Unknown = Extract<Finding, { kind: "unknown" }>;

/** Where a key at the top belongs that was to be indented: to a section above that has nothing in it, or to the last of the nodes. */
export function notIndented(root: MapTree, { path, key }: Unknown): Path | undefined {
  if (path.length > 0) return undefined;
  let home: Path | undefined;
  for (const [name, { value }] of root.entries) {
    if (name === key) break;
    const inside: Path = name === "nodes" && value.kind === "list" ? [name, value.items.length - 1] : [name];
    const isOpen = inside.length > 1 || isNothing({ value });
    if (isOpen && keysOf(schemaAt(profileSchema(), inside)).includes(key)) home = inside;
  }
  return home;
}
