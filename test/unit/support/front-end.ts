import { expect } from "vitest";
import { check } from "../../../src/check/check.ts";
import { load } from "../../../src/load/load.ts";
import type { Cluster } from "../../../src/model/cluster.ts";
import type { Diagnostic } from "../../../src/model/diagnostic.ts";
import { resolve } from "../../../src/resolve/resolve.ts";
import { validate } from "../../../src/validate/validate.ts";
import { filesHost } from "./files.ts";
import { covered, marked } from "./marks.ts";

export interface Read {
  readonly cluster: Cluster | undefined;
  readonly diagnostics: readonly Diagnostic[];
}

/** What becomes of a profile at lab.yaml, with other files beside it. */
export async function read(text: string, files: Readonly<Record<string, string | undefined>> = {}): Promise<Read> {
  const { value, diagnostics } = await load(filesHost({ ...files, "lab.yaml": text }), "lab.yaml");
  const shaped = value.tree && validate(value.tree);
  const resolved = shaped?.value && resolve(shaped.value, value.name, value.attachments);
  const found = resolved?.value ? check(resolved.value, shaped?.value?.partial ?? false) : [];
  const all = [...diagnostics, ...(shaped?.diagnostics ?? []), ...(resolved?.diagnostics ?? []), ...found];
  return { cluster: resolved?.value, diagnostics: all };
}

/** The cluster of a profile in which nothing is wrong. */
export async function clusterOf(
  text: string,
  files: Readonly<Record<string, string | undefined>> = {},
): Promise<Cluster> {
  const { cluster, diagnostics } = await read(text, files);
  expect(diagnostics).toEqual([]);
  if (cluster === undefined) throw new Error("no cluster");
  return cluster;
}

/**
 * A profile with marks has these faults, in the order of the marks, each at its own; and no others. Returns them in that order.
 */
export async function expectFaults(
  fixture: string,
  codes: readonly string[],
  files: Readonly<Record<string, string | undefined>> = {},
): Promise<readonly Diagnostic[]> {
  const { text, spans } = marked(fixture);
  const { diagnostics } = await read(text, files);
  const sorted = diagnostics.toSorted((a, b) => (a.span?.start ?? 0) - (b.span?.start ?? 0));
  const found = sorted.map(({ code, span }) => ({ code, at: covered(span, text), start: span?.start, end: span?.end }));
  const expected = codes.map((code, index) => {
    const span = spans[index];
    return { code, at: span && text.slice(span.start, span.end), start: span?.start, end: span?.end };
  });
  expect(found).toEqual(expected);
  return sorted;
}

/** Lines that most fixtures share. */
export const head = "version: 1\nnetwork: {subnet: 10.1.40.0/24, gateway: 10.1.40.1}\n";
export const controlPlane = "  - {name: dcn1, role: control-plane, board: pi-4b, memory: 4GiB, address: 10.1.40.22}\n";
export const worker = "  - {name: dcn2, role: worker, board: pi-4b, memory: 4GiB, address: 10.1.40.23}\n";
export const rancher = "  - {name: dcn0, role: rancher, board: pi-4b, memory: 8GiB, address: 10.1.40.21}\n";
export const good = `${head}nodes:\n${controlPlane}${worker}`;
