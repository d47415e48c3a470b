import fc from "fast-check";
import { expect, test } from "vitest";
import type { Diagnostic } from "../../src/model/diagnostic.ts";
import { type Read, readCluster } from "../../src/pipeline.ts";
import { fields, maps } from "./fields.ts";
import { labHost, type Prepared, plainProfile, profilePath, styles, withKey, withValue } from "./lab.ts";
import { unsound } from "./sound.ts";
import { hostileTexts } from "./values.ts";

const text = fc.oneof(
  { weight: 4, arbitrary: fc.constantFrom(...hostileTexts) },
  {
    weight: 2,
    arbitrary: fc
      .array(fc.constantFrom(...hostileTexts.filter((each) => each.length < 20)), { maxLength: 4 })
      .map((all) => all.join("")),
  },
  { weight: 1, arbitrary: fc.string({ unit: "binary", maxLength: 40 }) },
);
const style = fc.constantFrom(...styles);

/** A profile is refused with an error that has a place, at what was put into it where that is whole; or accepted without one. */
async function refusedInItsPlace(prepared: Prepared, isWhole: boolean): Promise<void> {
  const read = await readCluster(labHost(prepared.text), profilePath);
  expect(unsound(read.diagnostics, read.sources)).toEqual([]);
  const errors = read.diagnostics.filter(({ severity }) => severity === "error");
  if (read.cluster !== undefined) expect(errors).toEqual([]);
  else expectPlaced(read, errors, prepared, isWhole);
}

function expectPlaced(read: Read, errors: readonly Diagnostic[], prepared: Prepared, isWhole: boolean): void {
  expect(errors.filter((each) => each.span === undefined)).toEqual([]);
  expect(errors).not.toEqual([]);
  if (isWhole) expect(touching(read, prepared), JSON.stringify(errors)).not.toEqual([]);
}

/**
 * The errors at a place, or at the key before it, as with secrets; and those for which it is the reason, by a note. A name that is a
 * range now makes the address below it wrong; `.` as a manifest is a folder of files that are none.
 */
function touching({ diagnostics }: Read, { text, start, end }: Prepared): readonly Diagnostic[] {
  const from = text.lastIndexOf("\n", start) + 1;
  const isName = text.slice(from, start) === "  - name: ";
  const to = isName ? text.indexOf("\n  - ", end) : end;
  return diagnostics.filter(({ severity, span, notes }) => {
    const spans = [span, ...notes.map((note) => note.span)];
    return (
      severity === "error" &&
      spans.some((each) => each && (each.file !== profilePath || (each.start <= to && each.end >= from)))
    );
  });
}

test("the profile without anything put into it is right", async () => {
  const { cluster, diagnostics } = await readCluster(labHost(plainProfile()), profilePath);
  expect(diagnostics).toEqual([]);
  expect(cluster?.nodes).toHaveLength(6);
});

test("the schema has places and maps enough to be worth it", () => {
  expect(fields.length).toBeGreaterThan(150);
  expect(maps.length).toBeGreaterThan(70);
});

const named = <T extends { path: readonly (string | number)[] }>(all: readonly T[]) =>
  all.map((each) => ({ ...each, at: each.path.join(".") || "the profile" }));

test.each(named(fields))("hostile text as $at is refused at its place, or accepted", async ({ path }) => {
  const property = fc.asyncProperty(text, style, (value, how) =>
    refusedInItsPlace(withValue(path, value, how), how === "double"),
  );
  await fc.assert(property, {
    numRuns: 15,
    seed: 20_240_101,
  });
});

test.each(named(maps))("hostile text as a key of $at is refused at its place, or accepted", async (map) => {
  const property = fc.asyncProperty(text, style, (value, how) =>
    refusedInItsPlace(withKey(map, value, how), how === "double"),
  );
  await fc.assert(property, {
    numRuns: 15,
    seed: 20_240_101,
  });
});
