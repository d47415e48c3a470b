import {
  existsSync,
  lstatSync,
  mkdirSync,
  mkdtempSync,
  readFileSync,
  rmSync,
  symlinkSync,
  writeFileSync,
} from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { afterEach, beforeEach, expect, test } from "vitest";
import { nodeHost } from "../../../src/host/node-host.ts";

let folder: string;
let name: string;
let target: string;

beforeEach(() => {
  folder = mkdtempSync(join(tmpdir(), "edgegen-host-"));
  mkdirSync(join(folder, "vault"));
  name = join(folder, "name");
  target = join(folder, "vault/target");
  symlinkSync("vault/target", name);
});
afterEach(() => rmSync(folder, { recursive: true }));

test("what is written to a link is written where it leads, in one step, and the link stays one", async () => {
  writeFileSync(target, "old");
  const before = lstatSync(target).ino;
  await nodeHost().writeAtomic(name, "new", 0o600);
  expect(readFileSync(target, "utf8")).toBe("new");
  expect(lstatSync(target).ino).not.toBe(before);
  expect(lstatSync(name).isSymbolicLink()).toBe(true);
});

test("what is removed by a link is gone by its own name too", async () => {
  writeFileSync(target, "secret");
  await nodeHost().remove(name);
  expect(existsSync(target)).toBe(false);
  expect(() => lstatSync(name)).toThrow("ENOENT");
});

test("a link to nothing is told from nothing", async () => {
  expect((await nodeHost().stat(name))?.kind).toBe("dead-link");
  expect(await nodeHost().stat(join(folder, "nothing"))).toBeUndefined();
  writeFileSync(target, "");
  expect((await nodeHost().stat(name))?.kind).toBe("file");
});

test("an exclusive write takes no name that a link has", async () => {
  await expect(nodeHost().writeAtomic(name, "new", 0o600, true)).rejects.toMatchObject({ reason: "EEXIST" });
  writeFileSync(target, "old");
  await expect(nodeHost().writeAtomic(name, "new", 0o600, true)).rejects.toMatchObject({ reason: "EEXIST" });
  expect(readFileSync(target, "utf8")).toBe("old");
});
