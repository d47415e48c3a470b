import type { Origin, Role } from "../model/cluster.ts";
import type { MapTree, Path, Tree } from "../model/tree.ts";
import { type Found, findAt, nearestAt, refusedKey } from "../model/tree-path.ts";

/** What is needed to lead a value of the Cluster back to the profile. */
export interface Ancestry {
  readonly tree: MapTree;
  readonly refused: ReadonlySet<string>;
  /** For each node the entry of `nodes` that it was made from. */
  readonly entryOf: ArrayLike<number>;
  /** The role of each entry; undefined where it was refused. */
  readonly roles: readonly (Role | undefined)[];
  /** For lists whose items were read from files: the position in the profile of each of them. */
  readonly positions: ReadonlyMap<string, readonly number[]>;
}

interface Candidate {
  readonly layer: Origin["layer"];
  readonly path: Path;
}

/** Where a value came from: the highest layer that says it, or the nearest thing around where it would be. */
export function originOf(ancestry: Ancestry, path: Path): Origin {
  const places = candidates(ancestry, path);
  for (const { layer, path: place } of places) {
    const found = findAt(ancestry.tree, place);
    if (found) return toOrigin(layer, found);
  }
  return toOrigin("built-in", nearestAt(ancestry.tree, places[0]?.path ?? []));
}

function toOrigin(layer: Origin["layer"], { value, keySpan }: Found): Origin {
  return { layer, span: value.span, ...(keySpan && { keySpan }) };
}

/** Whether the value at a path stands in for one that was refused, or that may stand in a file that could not be read. All nodes of a range have one answer, which is looked up once. */
export function refusals(ancestry: Ancestry): (path: Path) => boolean {
  const known = new Map<string, boolean>();
  return (path) => {
    const [section, index] = path;
    const entry = section === "nodes" && typeof index === "number" ? ancestry.entryOf[index] : undefined;
    const key = entry === undefined ? path.join("\n") : `${entry}\n${path.slice(2).join("\n")}`;
    const answer = known.get(key) ?? isRefused(ancestry, path);
    known.set(key, answer);
    return answer;
  };
}

function isRefused(ancestry: Ancestry, path: Path): boolean {
  for (const { layer, path: place } of candidates(ancestry, path)) {
    if (refusedOnTheWay(ancestry, place)) return true;
    if (findAt(ancestry.tree, place)) return false;
    if (layer === "node" && dependsOnUnknownRole(ancestry, path)) return true;
  }
  return ancestry.tree.partial ?? false;
}

function refusedOnTheWay({ tree, refused }: Ancestry, path: Path): boolean {
  let around: Tree | undefined = tree;
  for (const step of path) {
    if (around?.kind === "map" && refused.has(refusedKey(around, String(step)))) return true;
    around = findAt(around, [step])?.value;
  }
  return false;
}

/** What a node does not say itself, its role may say, whichever that is. */
function dependsOnUnknownRole(ancestry: Ancestry, [section, index]: Path): boolean {
  if (section !== "nodes" || typeof index !== "number") return false;
  const entry = ancestry.entryOf[index];
  return entry !== undefined && ancestry.roles[entry] === undefined && ancestry.tree.entries.has("roles");
}

/** The places where a value may be said, the one that counts most first. */
function candidates(ancestry: Ancestry, path: Path): readonly Candidate[] {
  const [section, index, ...rest] = path;
  if (section !== "nodes" || typeof index !== "number") return [{ layer: "profile", path: written(ancestry, path) }];
  const entry = ancestry.entryOf[index] ?? 0;
  const role = ancestry.roles[entry];
  const own: Candidate = { layer: "node", path: ["nodes", entry, ...rest] };
  const ofRole: Candidate[] = role ? [{ layer: `roles.${role}`, path: ["roles", role, ...rest] }] : [];
  return rest.length === 0
    ? [own]
    : [own, ...ofRole, { layer: "defaults", path: ["defaults", ...rest] }, ...atTheTop(rest)];
}

function atTheTop(rest: Path): readonly Candidate[] {
  if (rest[0] === "interface") return [{ layer: "profile", path: ["network", "interface"] }];
  return ["os", "k3s", "edge_pulse"].includes(String(rest[0])) ? [{ layer: "profile", path: rest }] : [];
}

function written({ positions }: Ancestry, path: Path): Path {
  const index = path.at(-1);
  const list = typeof index === "number" ? positions.get(path.slice(0, -1).join(".")) : undefined;
  const position = typeof index === "number" ? list?.[index] : undefined;
  return position === undefined ? path : [...path.slice(0, -1), position];
}
