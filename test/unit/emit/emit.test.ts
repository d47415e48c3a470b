import { expect, test } from "vitest";
import { drift } from "../../../src/emit/drift.ts";
import { emit } from "../../../src/emit/emit.ts";
import { memoryTree } from "../../support/memory-tree.ts";
import { card, input, snapshot } from "./lab.ts";

test("a tree holds each card's folder, its archive, the files beside them and a manifest of all", async () => {
  const tree = memoryTree();
  await emit(tree, input([card("a", "1"), card("b", "1")]));
  expect(tree.filesBelow("out/lab")).toEqual([
    "README.txt",
    "a.tar",
    "a/boot/user-data",
    "a/cmdline.append",
    "b.tar",
    "b/boot/user-data",
    "b/cmdline.append",
    "manifest.json",
  ]);
  const manifest = JSON.parse(tree.text("out/lab/manifest.json"));
  expect(manifest.nodes.map((node: { name: string }) => node.name)).toEqual(["a", "b"]);
  expect(manifest.files).toHaveLength(7);
});

test("nothing but the tree itself is left when a run has ended", async () => {
  const tree = memoryTree();
  await emit(tree, input([card("a", "1")]));
  await emit(tree, input([card("a", "2")]));
  expect([...tree.files.keys()].filter((path) => !path.startsWith("out/lab/"))).toEqual([]);
});

test("a card whose plan did not change is taken over, not rendered again", async () => {
  const tree = memoryTree();
  await emit(tree, input([card("a", "1"), card("b", "1")]));
  const before = tree.files.get("out/lab/a/boot/user-data");
  const unused = { ...card("a", "1"), render: () => expect.unreachable("rendered") as never };
  const result = await emit(tree, input([unused, card("b", "2")]));
  expect(result).toEqual({ written: ["b"], unchanged: ["a"], outdated: [], unbuilt: [], removed: [], inTheWay: [] });
  expect(tree.files.get("out/lab/a/boot/user-data")).toBe(before);
});

test("a node that left the profile leaves the tree, and that is said; notes beside the folders stay", async () => {
  const tree = memoryTree();
  await emit(tree, input([card("a", "1"), card("b", "1")]));
  tree.edit("out/lab/notes.txt", "rack 7");
  expect(await emit(tree, input([card("b", "1")]))).toMatchObject({ unchanged: ["b"], removed: ["a"] });
  expect(tree.filesBelow("out/lab").filter((path) => path.startsWith("a"))).toEqual([]);
  expect(tree.text("out/lab/notes.txt")).toBe("rack 7");
  expect(await drift(tree, input([card("b", "1")]))).toEqual([]);
});

test("another edgegen takes nothing over", async () => {
  const tree = memoryTree();
  await emit(tree, input([card("a", "1")]));
  expect(await emit(tree, input([card("a", "1")], { generator: "newer" }))).toMatchObject({ written: ["a"] });
});

test("a file that somebody edited is written anew", async () => {
  const tree = memoryTree();
  await emit(tree, input([card("a", "1")]));
  const whole = snapshot(tree);
  tree.edit("out/lab/a/cmdline.append", "x y\n");
  expect(await emit(tree, input([card("a", "1")]))).toMatchObject({ written: ["a"] });
  expect(snapshot(tree)).toEqual(whole);
});

test("with --node the other cards stay as they were, even where the profile has changed", async () => {
  const tree = memoryTree();
  await emit(tree, input([card("a", "1"), card("b", "1")]));
  const done = await emit(tree, input([card("a", "2"), card("b", "2"), card("c", "2")], { only: new Set(["b"]) }));
  expect(done).toMatchObject({ written: ["b"], unchanged: [], outdated: ["a"], unbuilt: ["c"] });
  expect(tree.text("out/lab/a/boot/user-data")).toContain("# a 1");
  expect(tree.text("out/lab/b/boot/user-data")).toContain("# b 2");
});

test("with --node on an empty out/ only that card is written", async () => {
  const tree = memoryTree();
  await emit(tree, input([card("a", "1"), card("b", "1")], { only: new Set(["b"]) }));
  expect(tree.filesBelow("out/lab").filter((path) => path.startsWith("a"))).toEqual([]);
});

test("the order of the nodes in a profile does not show", async () => {
  const one = memoryTree();
  const other = memoryTree();
  await emit(one, input([card("a", "1"), card("b", "1")]));
  await emit(other, input([card("b", "1"), card("a", "1")]));
  expect(snapshot(other)).toEqual(snapshot(one));
});

test("an interrupted run changes nothing and leaves nothing behind", async () => {
  const tree = memoryTree();
  await emit(tree, input([card("a", "1")]));
  const before = new Map(tree.files);
  expect(await emit(tree, input([card("a", "2")], { interrupted: () => true }))).toBeUndefined();
  expect(tree.files).toEqual(before);
});

test("drift names what is missing, changed, of another mode, and what should not be there", async () => {
  const tree = memoryTree();
  const wanted = input([card("a", "1"), card("b", "1")]);
  await emit(tree, wanted);
  expect(await drift(tree, wanted)).toEqual([]);
  tree.files.delete("out/lab/a.tar");
  tree.edit("out/lab/a/cmdline.append", "");
  tree.edit("out/lab/README.txt", "read me\n", 0o600);
  tree.edit("out/lab/a/stray", "");
  tree.edit("out/lab/a/.DS_Store", "");
  expect(await drift(tree, wanted)).toEqual([
    { path: "out/lab/README.txt", change: "mode" },
    { path: "out/lab/a/cmdline.append", change: "changed" },
    { path: "out/lab/a.tar", change: "missing" },
    { path: "out/lab/a/stray", change: "foreign" },
  ]);
  expect(await drift(tree, { ...wanted, only: new Set(["b"]) })).toEqual([]);
});

test("drift tells what the next build takes away, and says one word about a tree that is not there", async () => {
  const tree = memoryTree();
  await emit(tree, input([card("a", "1"), card("b", "1")]));
  const found = await drift(tree, input([card("a", "1")]));
  expect(found.filter(({ change }) => change === "stale").map(({ path }) => path)).toEqual([
    "out/lab/b.tar",
    "out/lab/b/boot/user-data",
    "out/lab/b/cmdline.append",
  ]);
  expect(await drift(memoryTree(), input([card("a", "1")]))).toEqual([{ path: "out/lab", change: "missing" }]);
});
