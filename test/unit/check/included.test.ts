import { readdirSync, readFileSync, statSync } from "node:fs";
import { join } from "node:path";
import { expect, test } from "vitest";
import { read } from "../support/front-end.ts";

const folder = "test/errors";
const fixtures = readdirSync(folder).filter((name) => statSync(join(folder, name)).isDirectory());

/** All files of a fixture, by their paths in it. */
function filesOf(fixture: string): Record<string, string> {
  const names = readdirSync(join(folder, fixture), { recursive: true, encoding: "utf8" });
  const files = names.filter((name) => statSync(join(folder, fixture, name)).isFile() && name !== "expected.txt");
  return Object.fromEntries(files.map((name) => [name, readFileSync(join(folder, fixture, name), "utf8")]));
}

/** Faults of the file as such, which are others when another file includes it. */
const ofTheFile =
  /^(?:include|not-a-profile|wrong-type--not-a-map|missing-key--(?:version|nodes|empty)$|file-unreadable)/;

test.each(fixtures.filter((name) => !ofTheFile.test(name)))(
  "what is wrong with %s is found at the same places when another file includes it",
  async (fixture) => {
    const { "profile.yaml": profile = "", ...others } = filesOf(fixture);
    const places = async (text: string, files: Record<string, string>, file: string) =>
      (await read(text, files)).diagnostics
        .map(({ code, span }) => `${code} ${span?.file === file ? "here" : span?.file} ${span?.start} ${span?.end}`)
        .sort();
    const alone = await places(profile, others, "lab.yaml");
    const included = await places("include: [wrapped.yaml]\n", { ...others, "wrapped.yaml": profile }, "wrapped.yaml");
    expect(included).toEqual(alone);
  },
);
