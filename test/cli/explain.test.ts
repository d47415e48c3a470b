import { expect, test } from "vitest";
import { cli } from "../../src/cli/cli.ts";
import { explanations } from "../../src/explain/explanations.ts";
import { summaryOf } from "../../src/explain/words.ts";
import { catalogue } from "../../src/model/catalogue.ts";
import { testIo } from "../support/test-io.ts";

async function run(args: readonly string[], width = 100) {
  const io = testIo({ terminal: { colour: false, width } });
  return { code: await cli(["explain", ...args], io), ...io.printed };
}

test("a code is explained, with a wrong and a right example, on standard output", async () => {
  const { code, out, err } = await run(["bad-name"]);
  expect({ code, err }).toEqual({ code: 0, err: "" });
  expect(out).toMatch(/^error\[bad-name\]: exit code 1, the profile is wrong\n/);
  expect(out).toContain("\nWrong:\n  nodes:\n");
  expect(out).toContain("{name: DCN_2,");
  expect(out).toContain("\nRight:\n  nodes:\n");
});

test("a code that no profile causes is explained with what to do", async () => {
  const { out } = await run(["disk-full"]);
  expect(out).toContain("\nWhat to do:\n  `df -h out`");
  expect(out).not.toContain("Wrong:");
});

test("of a warning it is said how to hide it", async () => {
  expect((await run(["no-root"])).out).toMatch(
    /^warning\[no-root\]: exit code 0; --strict .* --allow no-root hides it\n/,
  );
});

test("paragraphs are as wide as the terminal, no word is cut", async () => {
  const [narrow, wide] = [(await run(["bad-name"], 50)).out, (await run(["bad-name"], 500)).out];
  const paragraphs = (text: string) => text.slice(0, text.indexOf("Wrong:")).split("\n").slice(1);
  expect(Math.max(...paragraphs(narrow).map((line) => line.length))).toBeLessThanOrEqual(50);
  expect(Math.max(...paragraphs(wide).map((line) => line.length))).toBeLessThanOrEqual(100);
  expect(narrow.split(/\s+/)).toEqual(wide.split(/\s+/));
});

test("without a code all are listed, in their groups", async () => {
  const { code, out } = await run([]);
  expect(code).toBe(0);
  expect(out.startsWith("Files\n  file-unreadable ")).toBe(true);
  for (const each of Object.keys(catalogue)) expect(out).toContain(`\n  ${each} `);
});

test.each(Object.entries(explanations))(
  "what is said of %s in a list is whole, and fits a line",
  (_code, explanation) => {
    const summary = summaryOf(explanation);
    expect(summary.split("`").length % 2, summary).toBe(1);
    expect(summary.length, summary).toBeLessThanOrEqual(120);
  },
);

test("a code that there is not is wrong usage, with what was meant", async () => {
  const { code, out, err } = await run(["bad-nam"]);
  expect({ code, out }).toEqual({ code: 2, out: "" });
  expect(err).toContain('there is no code "bad-nam"');
  expect(err).toContain("Did you mean bad-name?");
  expect((await run(["constructor"])).code).toBe(2);
  expect((await run(["\x1b[31m"])).err).not.toContain("\x1b");
});
