import { chmodSync, mkdirSync, mkdtempSync, rmSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { afterAll, expect, test } from "vitest";
import { nodeOutputTree } from "../../../src/host/node-output-tree.ts";
import { ReadError } from "../../../src/host/output-tree.ts";
import { becomeNobody } from "../../support/as-nobody.ts";

becomeNobody();
const folder = mkdtempSync(join(tmpdir(), "edgegen-permissions-"));
const tree = nodeOutputTree();
afterAll(() => rmSync(folder, { recursive: true, force: true }));

const refused = (path: string) => expect.objectContaining({ path: join(folder, path), reason: "EACCES" });

test("a refusal names the folder that refuses", () => {
  mkdirSync(join(folder, "a/b"), { recursive: true });
  mkdirSync(join(folder, "c"));
  chmodSync(join(folder, "a"), 0o555);
  expect(() => tree.writeNew(join(folder, "a/file"), "", 0o600)).toThrow(refused("a"));
  expect(() => tree.makeFolder(join(folder, "a/x/y/z"), 0o700)).toThrow(refused("a"));
  expect(() => tree.rename(join(folder, "a/b"), join(folder, "c/b"))).toThrow(refused("a"));
  expect(() => tree.lock(join(folder, "a/lock"))).toThrow(refused("a"));
  expect(() => tree.requireWritable(join(folder, "a"))).toThrow(refused("a"));
  expect(() => tree.requireWritable(join(folder, "c"))).not.toThrow();
  chmodSync(join(folder, "a"), 0o755);
});

test("reading is told from writing", () => {
  mkdirSync(join(folder, "closed"), { mode: 0 });
  expect(() => tree.read(join(folder, "closed/file"))).toThrow(ReadError);
  expect(() => tree.list(join(folder, "closed"))).toThrow(ReadError);
  expect(() => tree.writeNew(join(folder, "closed/file"), "", 0o600)).not.toThrow(ReadError);
});
