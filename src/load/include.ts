import type { Host } from "../host/host.ts";
import type { Diagnostic } from "../model/diagnostic.ts";
import { fault } from "../model/fault.ts";
import type { Span } from "../model/span.ts";
import type { MapTree, ScalarTree, Tree } from "../model/tree.ts";
import { isNothing } from "../model/tree-path.ts";
import { parseYaml } from "../yaml/parse.ts";
import { isBundle } from "./bundle-text.ts";
import { merge } from "./merge.ts";
import { folderOf, join } from "./path.ts";
import { fewFiles, isFileName, readFile } from "./read.ts";

/**
 * So many characters may a profile have, together with what it includes: thousands of nodes that are each written out. It is read in
 * less than a second.
 */
const mostText = 512 * 1024;

/** One reading of a profile. Paths name files as the user would: `profiles/lab.yaml`. */
export interface Session {
  readonly host: Host;
  readonly sources: Map<string, string>;
  readonly diagnostics: Diagnostic[];
  /** Files on the way from the profile to the one being read: meeting one of them again would never end. */
  readonly open: string[];
}

/**
 * A profile with everything that it includes below it, in order. A file that two others include counts once, at the first of them.
 * Undefined when the file itself cannot be read; an include that cannot leaves a tree that is `partial`.
 */
export async function includeAll(session: Session, path: string, named?: Span): Promise<MapTree | undefined> {
  const { value: text, diagnostics } = await readFile(session.host, path, { span: named, missing: "include-missing" });
  for (const diagnostic of diagnostics) session.diagnostics.push(diagnostic);
  if (text === undefined) return undefined;
  if (isBundle(text)) {
    session.diagnostics.push(notAProfile(path, named));
    return undefined;
  }
  const room = mostText - [...session.sources.values()].reduce((sum, { length }) => sum + length, 0);
  if (text.length > room) {
    session.diagnostics.push(tooLarge(path, named));
    return undefined;
  }
  session.sources.set(path, text);
  const tree = parseProfile(session, path, text);
  return tree && (await withIncludes(session, path, tree));
}

/** Its text does not become a source: no frame can be drawn of it, nor is one of the line that names it. */
function notAProfile(path: string, named: Span | undefined): Diagnostic {
  if (named === undefined)
    return fault("not-a-profile", "this is the trust bundle of a cluster, not a profile", { subject: path });
  const notes = ["a cluster finds its bundle by its name: remove this include"];
  const message = `${path} is the trust bundle of a cluster, not a profile`;
  return fault("not-a-profile", message, { span: named, notes, secret: true });
}

/** Its text does not become a source: it may be as large as a disk. */
function tooLarge(path: string, span: Span | undefined): Diagnostic {
  const whole = span === undefined ? "the profile is" : `with ${path} the profile is`;
  const notes = ['nodes that differ only in a number can be one: "w{1..100}"'];
  const place = span === undefined ? { subject: path } : { span };
  return fault("file-unreadable", `${whole} larger than ${mostText / 1024} KiB`, { ...place, notes });
}

/** One error of syntax hides all the others, and nobody would know. What is said again and again is drawn once, so it has to be the same. */
function withRest(faults: readonly Diagnostic[]): readonly Diagnostic[] {
  const last = faults.at(-1);
  const note = { message: "what the values are is looked at when this is mended" };
  return faults.map((each) => (each.message === last?.message ? { ...each, notes: [...each.notes, note] } : each));
}

function parseProfile(session: Session, path: string, text: string): MapTree | undefined {
  const { value, diagnostics } = parseYaml(path, text);
  session.diagnostics.push(...(value === undefined ? withRest(diagnostics) : diagnostics));
  if (value === undefined || value.kind === "map") return value;
  if (isNothing({ value })) return { kind: "map", span: { file: path, start: 0, end: 0 }, entries: new Map() };
  const span = value.span;
  session.diagnostics.push(
    fault("wrong-type", `a profile is a map of keys and values, not ${kindOf(value)}`, {
      span,
      notes: ["it begins with `version: 1`, and what is listed stands under a key, as `nodes:`", newProfile],
    }),
  );
  return undefined;
}

const newProfile = "`edgegen init NAME` writes one to begin with";

const kindOf = (tree: Tree) => (tree.kind === "list" ? "a list" : "one value");

async function withIncludes(session: Session, path: string, tree: MapTree): Promise<MapTree> {
  session.open.push(path);
  let below: MapTree | undefined;
  for (const item of includes(session, tree)) {
    const included = await includeOne(session, path, item);
    below = below && included ? merge(below, included) : (below ?? included);
  }
  session.open.pop();
  return below ? merge(below, tree) : tree;
}

async function includeOne(session: Session, from: string, item: ScalarTree): Promise<MapTree | undefined> {
  const path = join(folderOf(from), String(item.value), session.host.home);
  if (session.open.includes(path)) {
    session.diagnostics.push(loop(path, from, item.span));
    return undefined;
  }
  if (session.sources.has(path)) return undefined;
  const tree = await includeAll(session, path, item.span);
  return tree ?? { kind: "map", span: item.span, entries: new Map(), partial: true };
}

function loop(path: string, from: string, span: Span): Diagnostic {
  const message =
    path === from ? `${path} includes itself` : `${path} includes this file, so it cannot be included here`;
  return fault("include-loop", message, { span });
}

/** The files that a profile includes. What is no such list, the shape's own check says, except in an included file, whose list is gone by then. */
function includes(session: Session, tree: MapTree): readonly ScalarTree[] {
  const value = tree.entries.get("include")?.value;
  if (value === undefined || isNothing({ value })) return [];
  const items = value.kind === "list" ? fewFiles(value.items, session.diagnostics) : [];
  const wrong = value.kind === "list" ? items.filter((item) => !isText(item)) : [value];
  if (session.open.length > 1) session.diagnostics.push(...wrong.map(notAPath));
  return items.filter(isText).filter((item) => isFileName(item, session.diagnostics));
}

const isText = (tree: Tree): tree is ScalarTree => tree.kind === "scalar" && typeof tree.value === "string";

function notAPath(value: Tree): Diagnostic {
  return fault("wrong-type", "include must be a list of paths", { span: value.span });
}
