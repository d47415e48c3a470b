import type { Diagnostic, Result } from "../model/diagnostic.ts";
import { onePerPlace } from "../model/one-per-place.ts";
import type { MapTree, Path } from "../model/tree.ts";
import { findAt, isNothing, mapAt, refusedKey } from "../model/tree-path.ts";
import type { Finding } from "../schema/finding.ts";
import { findings } from "../schema/findings.ts";
import { lenientSchema, type Profile, profileSchema } from "../schema/profile.ts";
import type { ShapedProfile } from "../schema/shaped-profile.ts";
import { keysOf, schemaAt } from "../schema/walk.ts";
import { diagnose } from "./diagnose.ts";
import { foreignFile } from "./foreign-file.ts";
import { withMeantKeys } from "./meant-keys.ts";
import { withMeantValues } from "./meant-values.ts";
import { withoutMergeKeys } from "./merge-keys.ts";
import { withNodesListed } from "./nodes-as-map.ts";
import { notIndented } from "./not-indented.ts";
import { oneSlip } from "./one-slip.ts";
import { toPlain } from "./plain.ts";
import { prune } from "./prune.ts";
import { missingFromAllLayers } from "./required.ts";
import { keyMeant } from "./synonyms.ts";
import { textFaults } from "./text.ts";
import { withoutSpace } from "./unknown-key.ts";

/** With more than these nobody would see what else is wrong. */
const mostFaults = 1000;

/** Values inside values may only show their faults when the outer ones are gone; no profile is so deep that this would not do. */
const mostRounds = 12;

/**
 * The shape of a profile: every fault at its place, and a profile of what is left when the faulty values are taken out, so that the
 * later stages can say what else is wrong. What was taken out is remembered in `refused`.
 */
export function validate(read: MapTree): Result<ShapedProfile> {
  const foreign = foreignFile(read);
  if (foreign) return { diagnostics: [foreign] };
  const { tree, diagnostics: merges } = withoutMergeKeys(read);
  const texts = textFaults(tree);
  const paths = texts.map(({ path }) => path);
  const refused = new Set(refusedAt(tree, paths));
  const { values, tree: left, diagnostics } = rounds(prune(tree, paths), refused);
  const all = onePerPlace([...merges, ...texts.map(({ diagnostic }) => diagnostic), ...oneSlip(tree, diagnostics)]);
  const partial = (tree.partial ?? false) || all.length > 0;
  return { ...(values && { value: { values, tree: left, refused, partial } }), diagnostics: all };
}

interface Rounds {
  readonly values: Profile | undefined;
  readonly tree: MapTree;
  readonly diagnostics: readonly Diagnostic[];
}

function rounds(start: MapTree, refused: Set<string>): Rounds {
  const around = new Set<string>();
  let [tree, diagnostics]: [MapTree, readonly Diagnostic[]] = [start, []];
  for (let round = 0; round < mostRounds; round += 1) {
    const listed = withNodesListed(tree);
    [tree, diagnostics] = [listed.tree, [...diagnostics, ...listed.diagnostics]];
    const { values, found } = parse(tree, round === 0);
    if (found.length > mostFaults)
      return { values: undefined, tree, diagnostics: [...diagnostics, ...firstOf(tree, found)] };
    const all = round === 0 ? [...found, ...missingFromAllLayers(tree)] : found;
    const fresh = visible(tree, refused, all).filter((finding) => !around.has(JSON.stringify(finding.path)));
    diagnostics = [...diagnostics, ...diagnose(tree, fresh)];
    const { tree: called, mended } = withMeantValues(withMeantKeys(tree, found), found);
    const gone = all.filter((each) =>
      each.kind === "missing" ? isNothing(findAt(called, each.path)) : !mended.has(each),
    );
    for (const key of refusedAt(tree, gone.map(pathOf))) refused.add(key);
    if (values) return { values, tree, diagnostics };
    const isLeft = (each: Finding) => each.kind !== "missing" && !isCalled(called, each) && !mended.has(each);
    const faulty = found.filter(isLeft).map(pathOf);
    for (const place of faulty.flatMap(placesAround)) around.add(place);
    tree = prune(called, faulty);
  }
  return { values: undefined, tree, diagnostics };
}

/** Whether a key is not there any more, since it now has the name that was meant. */
const isCalled = (tree: MapTree, finding: Finding) =>
  finding.kind === "unknown" && !mapAt(tree, finding.path)?.entries.has(finding.key);

/** That there are more is said at the last of them. */
function firstOf(tree: MapTree, found: readonly Finding[]): readonly Diagnostic[] {
  const more = { message: `${found.length - mostFaults} more faults are told when these are gone` };
  return diagnose(tree, found.slice(0, mostFaults)).map((diagnostic, index, { length }) =>
    index === length - 1 ? { ...diagnostic, notes: [...diagnostic.notes, more] } : diagnostic,
  );
}

/** A list that is empty now because what was in it was cut out is no fault of its own. */
const placesAround = (path: Path): readonly string[] => path.map((_, length) => JSON.stringify(path.slice(0, length)));

function parse(tree: MapTree, strict: boolean): { values?: Profile; found: readonly Finding[] } {
  const schema = strict ? profileSchema() : lenientSchema();
  const plain = toPlain(tree, (path, key) => keysOf(schemaAt(schema, path)).includes(key));
  const parsed = schema.safeParse(plain);
  return parsed.success ? { values: parsed.data, found: [] } : { found: findings(schema, plain, parsed.error.issues) };
}

/** Nothing is missing that was there and refused, or only misspelt, or that may stand in a file that could not be read. */
function visible(tree: MapTree, refused: ReadonlySet<string>, found: readonly Finding[]): readonly Finding[] {
  const misspelt = new Set(found.flatMap((finding) => meant(tree, finding) ?? []));
  return found.filter((finding) => {
    if (finding.kind !== "missing") return true;
    if (misspelt.has(JSON.stringify(finding.path))) return false;
    if (refusedAt(tree, [finding.path]).some((key) => refused.has(key))) return false;
    const inItsOwnFile =
      finding.path[0] === "nodes" &&
      finding.path.length > 1 &&
      !["board", "memory"].includes(String(finding.path.at(-1)));
    return !tree.partial || inItsOwnFile;
  });
}

function meant(tree: MapTree, finding: Finding): string | undefined {
  if (finding.kind !== "unknown") return undefined;
  if (finding.path[1] === "ssh_authorized_keys") return JSON.stringify([...finding.path, "file"]);
  const home = notIndented(tree, finding);
  if (home) return JSON.stringify(home.length === 1 ? home : [...home, finding.key]);
  const { key, allowed } = finding;
  const word = withoutSpace(key, allowed)?.name ?? keyMeant(key, allowed).word;
  return word === undefined ? undefined : JSON.stringify([...finding.path, word]);
}

const pathOf = (finding: Finding): Path => (finding.kind === "unknown" ? [...finding.path, finding.key] : finding.path);

function refusedAt(tree: MapTree, paths: readonly Path[]): readonly string[] {
  return paths.flatMap((path) => {
    const map = mapAt(tree, path.slice(0, -1));
    const key = path.at(-1);
    return map && typeof key === "string" ? [refusedKey(map, key)] : [];
  });
}
