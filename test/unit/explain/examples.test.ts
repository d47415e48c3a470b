import { mkdirSync, mkdtempSync, rmSync, writeFileSync } from "node:fs";
import { tmpdir } from "node:os";
import { dirname, join } from "node:path";
import { afterAll, expect, test } from "vitest";
import { cli } from "../../../src/cli/cli.ts";
import { wholeProfile } from "../../../src/explain/example.ts";
import { explanations } from "../../../src/explain/explanations.ts";
import { testIo } from "../../support/test-io.ts";

const folder = mkdtempSync(join(tmpdir(), "edgegen-explain-"));
afterAll(() => rmSync(folder, { recursive: true, force: true }));

const examples = Object.entries(explanations).flatMap(([code, explanation]) =>
  "wrong" in explanation
    ? [
        { code, title: "the first", ...explanation },
        ...(explanation.cases ?? []).map((each) => ({ code, files: undefined, ...each })),
      ]
    : [],
);

/** The codes that a profile is told of, each once. */
async function codesOf(code: string, example: string, files: Readonly<Record<string, string>> = {}) {
  const write = (name: string, text: string) => {
    mkdirSync(dirname(join(folder, code, name)), { recursive: true });
    writeFileSync(join(folder, code, name), text);
  };
  for (const [name, text] of Object.entries(files)) write(name, text);
  write("example.yaml", wholeProfile(example));
  const io = testIo();
  await cli(["validate", "--format", "json", "--profile", join(folder, code, "example.yaml")], io);
  const found: readonly { code: string }[] = JSON.parse(io.printed.out);
  return [...new Set(found.map((diagnostic) => diagnostic.code))];
}

test.each(examples)(
  "the wrong example of $code ($title) is told that, and nothing else",
  async ({ code, wrong, files }) => {
    expect(await codesOf(code, wrong, files)).toEqual([code]);
  },
);

test.each(examples)("the right example of $code ($title) has nothing wrong with it", async ({ code, right, files }) => {
  expect(await codesOf(code, right, files)).toEqual([]);
});
