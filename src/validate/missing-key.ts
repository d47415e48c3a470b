import type { Diagnostic } from "../model/diagnostic.ts";
import { fault } from "../model/fault.ts";
import type { Span } from "../model/span.ts";
import type { MapTree, Path } from "../model/tree.ts";
import { findAt, nearestAt } from "../model/tree-path.ts";
import type { Finding } from "../schema/finding.ts";
import { profileSchema } from "../schema/profile.ts";
import { exampleAt } from "../schema/walk.ts";
import { placeOf } from "./place.ts";

type Missing = Extract<Finding, { kind: "missing" }>;

/** What must be there and is not, with how it may look. Keys that one map misses are one fault. */
export function missingKeys(root: MapTree, findings: readonly Missing[]): readonly Diagnostic[] {
  const byMap = new Map<string, Path[]>();
  const empty: Diagnostic[] = [];
  for (const { path } of findings) {
    const found = findAt(root, path);
    const parent = JSON.stringify(path.slice(0, -1));
    if (found) empty.push(withoutValue(root, path, found.keySpan));
    else byMap.set(parent, [...(byMap.get(parent) ?? []), path]);
  }
  return [...empty, ...[...byMap.values()].map((paths) => missingFrom(root, paths))];
}

function withoutValue(root: MapTree, path: Path, span: Diagnostic["span"]): Diagnostic {
  return fault("missing-key", `${placeOf(root, path)} has no value`, { span, notes: forExample([path]) });
}

function missingFrom(root: MapTree, paths: readonly Path[]): Diagnostic {
  const around = paths[0]?.slice(0, -1) ?? [];
  const keys = paths.map((path) => `"${path.at(-1)}"`);
  const { keySpan, value } = nearestAt(root, around);
  const span = keySpan ?? value.span;
  if (around.length === 0 && paths.length === 3) return nothingOfProfile(root, keys, span);
  const message = `missing key${keys.length === 1 ? "" : "s"} ${keys.join(", ")} in ${placeOf(root, around)}`;
  return fault("missing-key", message, { span, notes: forExample(paths) });
}

/** An empty file, or one of another program. */
function nothingOfProfile(root: MapTree, keys: readonly string[], span: Span): Diagnostic {
  const message =
    root.entries.size === 0
      ? `this profile is empty: it needs ${keys.join(", ")}`
      : `this is no profile of edgegen: it has no ${keys.join(", ")}`;
  const notes = [
    "`edgegen init NAME` writes one to begin with",
    "in short: `version: 1`, `network: {subnet: 10.1.40.0/24, gateway: 10.1.40.1}`, and under `nodes:` a line for each computer",
  ];
  return fault("missing-key", message, { span, notes });
}

/** What may stand there, as one would write it. */
export function forExample(paths: readonly Path[]): readonly string[] {
  const entries = paths.flatMap((path) => {
    const [key, around] = [path.at(-1), path.slice(0, -1)];
    if (typeof key === "number") return itemOf(exampleAt(profileSchema(), around));
    const example = exampleAt(profileSchema(), path);
    return example === undefined ? [] : [`${key}: ${inFlow(example)}`];
  });
  return entries.length === 0 ? [] : [`for example \`${entries.join(", ")}\``];
}

/** The first item of an example of a list. */
const itemOf = (list: unknown) => (Array.isArray(list) && list.length > 0 ? [`- ${inFlow(list[0])}`] : []);

/** A value as one would write it between braces. */
function inFlow(value: unknown): string {
  if (Array.isArray(value)) return `[${value.map(inFlow).join(", ")}]`;
  if (typeof value !== "object" || value === null) return String(value);
  return `{${Object.entries(value)
    .map(([key, item]) => `${key}: ${inFlow(item)}`)
    .join(", ")}}`;
}
