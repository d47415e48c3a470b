import { cpSync, mkdtempSync, readdirSync, readFileSync, rmSync, statSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { afterAll, expect, test } from "vitest";
import { buildCase, caseFolder, cases } from "./cases.ts";

const update = process.env["UPDATE_GOLDEN"] === "1";
const root = mkdtempSync(join(tmpdir(), "edgegen-golden-"));
afterAll(() => rmSync(root, { recursive: true, force: true }));

/**
 * Archives and seed images hold what the other files hold; the manifest has their sums. Of many workers alike one is kept, for the
 * same reason.
 */
const isKept = (path: string) => !/\.(tar|img)$/.test(path) && !/^(dcn[3-7]|home2)\//.test(path);

const filesBelow = (folder: string): string[] =>
  readdirSync(folder, { recursive: true, encoding: "utf8" })
    .filter((path) => statSync(join(folder, path)).isFile())
    .sort();

test.each(cases)("%s becomes the tree that was reviewed", async (name) => {
  const built = await buildCase(name, join(root, "first"));
  const expected = join(caseFolder(name), "expected");
  if (update) {
    rmSync(expected, { recursive: true, force: true });
    for (const path of filesBelow(built).filter(isKept)) cpSync(join(built, path), join(expected, path));
  }
  expect(filesBelow(expected)).toEqual(filesBelow(built).filter(isKept));
  for (const path of filesBelow(expected)) {
    expect(readFileSync(join(built, path), "utf8"), path).toBe(readFileSync(join(expected, path), "utf8"));
  }
});

test.each(cases)("%s is the same, byte for byte, when built a second time on another path", async (name) => {
  const first = join(root, "first");
  const second = await buildCase(name, join(root, "quite another path", "second"));
  const same = join(first, "out", name, name.split("--")[0] ?? name);
  expect(filesBelow(second)).toEqual(filesBelow(same));
  for (const path of filesBelow(second)) {
    expect(readFileSync(join(second, path)).equals(readFileSync(join(same, path))), path).toBe(true);
  }
});
