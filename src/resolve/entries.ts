import type { Role } from "../model/cluster.ts";
import type { Diagnostic } from "../model/diagnostic.ts";
import { fault } from "../model/fault.ts";
import type { MapTree } from "../model/tree.ts";
import { findAt, mapAt, refusedKey } from "../model/tree-path.ts";
import type { NodeEntry } from "../schema/profile.ts";
import type { ShapedProfile } from "../schema/shaped-profile.ts";
import { type AddressFault, expandAddresses } from "./addresses.ts";
import { mostNodes, parseSeries, type Series } from "./range.ts";

/** An entry of `nodes` with the names and addresses that it stands for; an empty text is a stand-in for a refused one. */
export interface ExpandedEntry {
  readonly entry: NodeEntry;
  /** Undefined when what was written is no role. */
  readonly role: Role | undefined;
  readonly names: readonly string[];
  readonly addresses: readonly string[];
}

interface Expanded {
  readonly entries: readonly ExpandedEntry[];
  readonly diagnostics: readonly Diagnostic[];
  /** As in {@link ShapedProfile}: what was refused here. */
  readonly refused: readonly string[];
}

interface Session {
  readonly diagnostics: Diagnostic[];
  readonly refused: string[];
  nodes: number;
}

/** Writes out the ranges of `nodes`. */
export function expandEntries({ values, tree }: ShapedProfile): Expanded {
  const session: Session = { diagnostics: [], refused: [], nodes: 0 };
  const entries = (values.nodes ?? []).map((entry, index) => {
    return expandEntry(session, entry, mapAt(tree, ["nodes", index]) ?? tree);
  });
  return { entries, ...session };
}

function expandEntry(session: Session, entry: NodeEntry, map: MapTree): ExpandedEntry {
  const names = expandNames(session, entry.name, map);
  const addresses = expandAddress(session, entry, names, map);
  const count = names?.length ?? 1;
  session.nodes += count;
  if (count > 1 && entry.mac !== undefined) refuse(session, map, "mac", sharedMac(count));
  const standIns = () => Array.from({ length: count }, () => "");
  return { entry, role: entry.role, names: names ?? [""], addresses: addresses ?? standIns() };
}

function expandNames(session: Session, text: string | undefined, map: MapTree): readonly string[] | undefined {
  if (text === undefined) return undefined;
  const series = withinLimit(session, parseSeries(text));
  if (series.kind === "series") return Array.from({ length: series.count }, (_, index) => series.at(index));
  refuse(session, map, "name", badRange(series));
  return undefined;
}

const badRange = (series: Extract<Series, { kind: "fault" }>): AddressFault => ({
  code: "bad-range",
  ...series,
  notes: series.note ? [series.note] : [],
});

function withinLimit(session: Session, series: Series): Series {
  if (series.kind === "fault" || session.nodes + series.count <= mostNodes) return series;
  return { kind: "fault", message: `with these nodes there are more than ${mostNodes}` };
}

/** How many addresses there must be is only known where the names are. */
function expandAddress(
  session: Session,
  entry: NodeEntry,
  names: readonly string[] | undefined,
  map: MapTree,
): readonly string[] | undefined {
  if (entry.address === undefined) return undefined;
  const isRange = /[{}+]/.test(entry.address);
  if (names === undefined && isRange) {
    const series = parseSeries(entry.address);
    if (series.kind === "fault") refuse(session, map, "address", badRange(series));
    else session.refused.push(refusedKey(map, "address"));
    return undefined;
  }
  const addresses = expandAddresses(entry.address, { written: entry.name ?? "", each: names ?? [""] });
  if (!("code" in addresses)) return addresses;
  refuse(session, map, "address", addresses);
  return undefined;
}

/** Between braces and brackets a range without quotes would be a map. */
const asYaml = (text: string) => (text.includes("{") ? `"${text}"` : text);

function sharedMac(count: number): AddressFault {
  return {
    code: "bad-range",
    message: `one MAC address for ${count} nodes`,
    notes: ["write a node of its own for each MAC address"],
  };
}

function refuse(session: Session, map: MapTree, key: string, what: AddressFault): void {
  const span = findAt(map, [key])?.value.span ?? map.span;
  const suggestion = what.mended === undefined ? undefined : { span, text: asYaml(what.mended) };
  session.diagnostics.push(fault(what.code, what.message, { span, notes: what.notes, suggestion }));
  session.refused.push(refusedKey(map, key));
}
