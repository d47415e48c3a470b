import {
  existsSync,
  mkdirSync,
  mkdtempSync,
  readFileSync,
  realpathSync,
  rmSync,
  statSync,
  symlinkSync,
  writeFileSync,
} from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { afterEach, beforeEach, expect, test } from "vitest";
import { HostError } from "../../../src/host/host.ts";
import { nodeHost } from "../../../src/host/node-host.ts";
import { nodeOutputTree } from "../../../src/host/node-output-tree.ts";

let folder: string;
const tree = nodeOutputTree();
const host = nodeHost();

beforeEach(() => {
  folder = mkdtempSync(join(tmpdir(), "edgegen-tree-"));
});
afterEach(() => rmSync(folder, { recursive: true, force: true }));

const modeOf = (path: string) => statSync(path).mode & 0o7777;

test("the umask decides neither the mode of a file nor that of a folder", () => {
  const before = process.umask(0o077);
  try {
    tree.makeFolder(join(folder, "open"), 0o755);
    tree.writeNew(join(folder, "open/file"), "x", 0o644);
    process.umask(0);
    tree.writeNew(join(folder, "secret"), "x", 0o600);
  } finally {
    process.umask(before);
  }
  expect(modeOf(join(folder, "open"))).toBe(0o755);
  expect(modeOf(join(folder, "open/file"))).toBe(0o644);
  expect(modeOf(join(folder, "secret"))).toBe(0o600);
});

test("a folder that is there keeps its mode", () => {
  tree.makeFolder(folder, 0o755);
  expect(modeOf(folder)).toBe(0o700);
});

test("refusals of the system come as HostError with the path and the code", () => {
  writeFileSync(join(folder, "file"), "");
  expect(() => tree.writeNew(join(folder, "file"), "x", 0o600)).toThrow(expect.objectContaining({ reason: "EEXIST" }));
  expect(() => tree.makeFolder(join(folder, "file/below"), 0o700)).toThrow(HostError);
  expect(tree.read(join(folder, "none"))).toBeUndefined();
});

test("a place is where links lead to, whether anything is there or not", () => {
  symlinkSync("elsewhere", join(folder, "one"));
  symlinkSync("one", join(folder, "two"));
  const real = realpathSync(folder);
  expect(tree.place(join(folder, "none"))).toBe(join(folder, "none"));
  expect(tree.place(join(folder, "two"))).toBe(join(real, "elsewhere"));
  mkdirSync(join(folder, "elsewhere"));
  expect(tree.place(join(folder, "two"))).toBe(join(real, "elsewhere"));
  symlinkSync("loop", join(folder, "loop"));
  expect(() => tree.place(join(folder, "loop"))).toThrow(expect.objectContaining({ reason: "ELOOP" }));
  expect(() => tree.place("/dev")).toThrow(expect.objectContaining({ path: "/dev", reason: "EBUSY" }));
});

test("a folder is not made where a link leads nowhere", () => {
  symlinkSync("nowhere", join(folder, "link"));
  const refused = expect.objectContaining({ path: join(folder, "link"), reason: "ENOLINK" });
  expect(() => tree.makeFolder(join(folder, "link"), 0o755)).toThrow(refused);
  expect(existsSync(join(folder, "nowhere"))).toBe(false);
});

test("an atomic write leaves no temporary file, has its mode at once, and can refuse to replace", async () => {
  const path = join(folder, "bundle");
  await host.writeAtomic(path, "one", 0o600);
  await host.writeAtomic(path, "two", 0o600);
  await expect(host.writeAtomic(path, "three", 0o600, true)).rejects.toMatchObject({ reason: "EEXIST" });
  expect(readFileSync(path, "utf8")).toBe("two");
  expect(modeOf(path)).toBe(0o600);
  expect(tree.filesBelow(folder)).toEqual(["bundle"]);
});

test("text that is not UTF-8 is said, not mangled", async () => {
  writeFileSync(join(folder, "latin1"), Buffer.from([0x66, 0xfc, 0x72]));
  await expect(host.readText(join(folder, "latin1"))).rejects.toMatchObject({ reason: "EILSEQ" });
});
