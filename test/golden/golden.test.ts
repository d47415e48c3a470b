import { mkdirSync, mkdtempSync, readdirSync, readFileSync, rmSync, statSync, writeFileSync } from "node:fs";
import { tmpdir } from "node:os";
import { dirname, join } from "node:path";
import { afterAll, expect, test } from "vitest";
import { buildCase, caseFolder, cases } from "./cases.ts";
import { reviewed } from "./view.ts";

const update = process.env["UPDATE_GOLDEN"] === "1";
const root = mkdtempSync(join(tmpdir(), "edgegen-golden-"));
afterAll(() => rmSync(root, { recursive: true, force: true }));

/**
 * Archives and seed images hold what the other files hold; the manifest has their sums. Of many workers alike one is kept, for the
 * same reason. A .gitignore would hide the very trees from Git.
 */
const isKept = (path: string) =>
  path !== ".gitignore" && !/\.(tar|img)$/.test(path) && !/^(dcn[3-7]|shelf3)\//.test(path);

const shown = (folder: string, path: string) => reviewed(path, readFileSync(join(folder, path), "utf8"));

function write(path: string, text: string): void {
  mkdirSync(dirname(path), { recursive: true });
  writeFileSync(path, text);
}

const filesBelow = (folder: string): string[] =>
  readdirSync(folder, { recursive: true, encoding: "utf8" })
    .filter((path) => statSync(join(folder, path)).isFile())
    .sort();

test.each(cases)("%s becomes the tree that was reviewed", async (name) => {
  const built = await buildCase(name, join(root, "first"));
  const expected = join(caseFolder(name), "expected");
  if (update) {
    rmSync(expected, { recursive: true, force: true });
    for (const path of filesBelow(built).filter(isKept)) write(join(expected, path), shown(built, path));
  }
  expect(filesBelow(expected)).toEqual(filesBelow(built).filter(isKept));
  for (const path of filesBelow(expected)) {
    expect(shown(built, path), path).toBe(readFileSync(join(expected, path), "utf8"));
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
