import type { Span } from "./span.ts";
import type { MapTree, Path, Tree } from "./tree.ts";

/** A value in a tree, with the key or the list position behind which it stands. */
export interface Found {
  readonly value: Tree;
  readonly keySpan?: Span;
}

/** The value at a path; undefined where there is none. */
export function findAt(root: Tree | undefined, path: Path): Found | undefined {
  let found: Found | undefined = root && { value: root };
  for (const step of path) {
    if (found === undefined) return undefined;
    found = childAt(found.value, step);
  }
  return found;
}

function childAt(tree: Tree, step: string | number): Found | undefined {
  if (tree.kind === "map") return tree.entries.get(String(step));
  if (tree.kind !== "list" || typeof step !== "number") return undefined;
  const value = tree.items[step];
  return value && { value };
}

/** The value at a path, or the nearest thing around it that somebody wrote. */
export function nearestAt(root: Tree, path: Path): Found {
  for (let length = path.length; length > 0; length -= 1) {
    const found = findAt(root, path.slice(0, length));
    if (found) return found;
  }
  return { value: root };
}

/** A map behind a key; undefined where there is none. */
export function mapAt(root: Tree | undefined, path: Path): MapTree | undefined {
  const found = findAt(root, path);
  return found?.value.kind === "map" ? found.value : undefined;
}

/** Whether nothing is written there: no such key, or a key without a value. */
export function isNothing(found: Found | undefined): boolean {
  return found === undefined || (found.value.kind === "scalar" && found.value.value === null);
}

/** A path as a person would write it: `network.wifi.ssid`, `nodes[2].name`. */
export function showPath(path: Path): string {
  return path.reduce<string>((text, step) => {
    if (typeof step === "number") return `${text}[${step}]`;
    return text === "" ? step : `${text}.${step}`;
  }, "");
}

/** Names a key of a map by the map's place, which no later pruning or counting changes. */
export function refusedKey(map: MapTree, key: string): string {
  return `${map.span.file}\n${map.span.start}\n${key}`;
}
