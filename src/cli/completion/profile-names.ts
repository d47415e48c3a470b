import type { Host } from "../../host/host.ts";
import { load } from "../../load/load.ts";
import type { MapTree, Tree } from "../../model/tree.ts";
import { findAt } from "../../model/tree-path.ts";
import { parseSeries } from "../../resolve/range.ts";

/** The nodes of a profile, as far as it can be read: somebody is working on it. */
export async function nodeNames(host: Host, path: string): Promise<readonly string[]> {
  const { tree, sources } = (await load(host, path)).value;
  const written = tree
    ? namesIn(tree)
    : [...texts(sources).matchAll(/\bname: *["']?([^\s,"'}#]+(?:\}[^\s,"'}#]*)?)/g)].map(second);
  return written.flatMap(expanded);
}

/** The secrets that a profile names. */
export async function secretNames(host: Host, path: string): Promise<readonly string[]> {
  const { sources } = (await load(host, path)).value;
  return [...texts(sources).matchAll(/\bsecret: *["']?([a-z0-9][a-z0-9_-]*)/g)].map(second);
}

const texts = (sources: ReadonlyMap<string, string>) => [...sources.values()].join("\n");
const second = (match: RegExpMatchArray) => match[1] ?? "";

function namesIn(tree: MapTree): readonly string[] {
  const nodes = findAt(tree, ["nodes"])?.value;
  return nodes?.kind === "list" ? nodes.items.flatMap(nameOf) : [];
}

function nameOf(node: Tree): readonly string[] {
  const name = findAt(node, ["name"])?.value;
  return name?.kind === "scalar" && typeof name.value === "string" ? [name.value] : [];
}

function expanded(name: string): readonly string[] {
  const series = parseSeries(name);
  return series.kind === "series" ? Array.from({ length: series.count }, (_, index) => series.at(index)) : [];
}
