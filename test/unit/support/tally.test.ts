import { execFile } from "node:child_process";
import { mkdtempSync, rmSync, writeFileSync } from "node:fs";
import { tmpdir } from "node:os";
import { join, resolve } from "node:path";
import { expect, onTestFinished, test } from "vitest";

/** What a run of these test files ends with, told by the reporter of the whole. */
async function told(files: Readonly<Record<string, string>>): Promise<readonly string[]> {
  const folder = mkdtempSync(join(tmpdir(), "edgegen-tally-"));
  onTestFinished(() => rmSync(folder, { recursive: true }));
  for (const [name, text] of Object.entries(files)) writeFileSync(join(folder, `${name}.test.mjs`), text);
  const reporter = `import { tally } from "${resolve("test/support/tally.ts")}";`;
  const config = "export default { test: { globals: true, reporters: [tally] } };";
  writeFileSync(join(folder, "vitest.config.mjs"), `${reporter}\n${config}\n`);
  const argv = [resolve("node_modules/vitest/vitest.mjs"), "run", "--root", folder];
  const stdout = await new Promise<string>((done) => {
    execFile(process.execPath, argv, (_, text) => done(text));
  });
  return stdout.trim().split("\n").toSorted();
}

const passing = 'test("right", () => {});';
const hook = 'beforeAll(() => { throw new Error("no rack"); });';

test("each failed test is named, and each module that broke outside its tests, whatever else failed", async () => {
  expect(
    await told({
      fine: passing,
      wrong: `${passing} test("off", () => { throw new Error("one"); });`,
      hooked: `${hook} ${passing}`,
      nested: `describe("inner", () => { ${hook} ${passing} });`,
      unreadable: "import './nowhere.mjs';",
    }),
  ).toEqual([
    "2 passed, 4 failed",
    "FAILED hooked.test.mjs: no rack",
    "FAILED nested.test.mjs: no rack",
    "FAILED off: one",
    expect.stringMatching(/^FAILED unreadable\.test\.mjs: .*nowhere\.mjs/),
  ]);
});

test("a run in which all is well ends in its numbers alone", async () => {
  expect(await told({ fine: passing })).toEqual(["1 passed, 0 failed"]);
});
