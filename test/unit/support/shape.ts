import { expect } from "vitest";
import type { Diagnostic, Result } from "../../../src/model/diagnostic.ts";
import type { MapTree } from "../../../src/model/tree.ts";
import type { ShapedProfile } from "../../../src/schema/shaped-profile.ts";
import { validate } from "../../../src/validate/validate.ts";
import { parseYaml } from "../../../src/yaml/parse.ts";
import { marked } from "./marks.ts";

/** Lines of a profile that has the right shape. */
export const shapely = "version: 1\nnetwork: {subnet: 10.1.40.0/24, gateway: 10.1.40.1}\nnodes: []\n";

export function shape(text: string, partial = false): Result<ShapedProfile> {
  const { value, diagnostics } = parseYaml("lab.yaml", text);
  expect(diagnostics).toEqual([]);
  return validate(partial ? { ...(value as MapTree), partial: true } : (value as MapTree));
}

/** A fixture with one mark has one fault, of this code and in these words, at the mark; with this suggestion and, if named, this note. */
export function expectFault(fixture: string, code: string, message: string, suggestion?: string, note?: string): void {
  const { text, spans } = marked(fixture);
  const { diagnostics } = shape(text);
  const found = diagnostics.map((d) => ({ code: d.code, message: d.message, start: d.span?.start, end: d.span?.end }));
  expect(found).toEqual([{ code, message, start: spans[0]?.start, end: spans[0]?.end }]);
  const [only] = diagnostics as [Diagnostic];
  expect(only.suggestion?.text).toBe(suggestion);
  if (note !== undefined) expect(only.notes.map((each) => each.message)).toContain(note);
}
