import { expect, test } from "vitest";
import type { CardSource } from "../../../src/emit/card.ts";
import { drift } from "../../../src/emit/drift.ts";
import { type EmitInput, emit } from "../../../src/emit/emit.ts";
import { HostError } from "../../../src/host/host.ts";
import { type MemoryTree, memoryTree } from "../../support/memory-tree.ts";

const card = (name: string, plan: string): CardSource => ({
  name,
  role: "worker",
  address: "10.0.0.1",
  image: "ubuntu-24.04",
  instanceId: `${name}-1`,
  plan,
  seedImage: false,
  render: () => [
    { path: "boot/user-data", mode: 0o600, text: `#cloud-config\n# ${name} ${plan}\n` },
    { path: "cmdline.append", mode: 0o600, text: "a b\n" },
  ],
});

const input = (cards: readonly CardSource[], more: Partial<EmitInput> = {}): EmitInput => ({
  target: "out/lab",
  generator: "test",
  cluster: "lab",
  profile: "lab.yaml",
  cards,
  only: undefined,
  top: [{ path: "README.txt", mode: 0o644, data: "read me\n" }],
  interrupted: () => false,
  ...more,
});

const snapshot = (tree: MemoryTree) =>
  Object.fromEntries(
    tree
      .filesBelow("out/lab")
      .map((path) => [path, `${tree.stat(`out/lab/${path}`)?.mode} ${tree.text(`out/lab/${path}`)}`]),
  );

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
  expect(result).toEqual({ written: ["b"], unchanged: ["a"], removed: [] });
  expect(tree.files.get("out/lab/a/boot/user-data")).toBe(before);
});

test("a file that somebody put into a card's folder does not stay: it would be copied to the card", async () => {
  const tree = memoryTree();
  await emit(tree, input([card("a", "1")]));
  tree.edit("out/lab/a/boot/extra", "x");
  await emit(tree, input([card("a", "1")]));
  expect(tree.exists("out/lab/a/boot/extra")).toBe(false);
});

test("a node that left the profile leaves the tree, and that is said; notes beside the folders stay", async () => {
  const tree = memoryTree();
  await emit(tree, input([card("a", "1"), card("b", "1")]));
  tree.edit("out/lab/notes.txt", "rack 7");
  expect(await emit(tree, input([card("b", "1")]))).toEqual({ written: [], unchanged: ["b"], removed: ["a"] });
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
  await emit(tree, input([card("a", "2"), card("b", "2")], { only: new Set(["b"]) }));
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

test("a run that fails or is cut at any change leaves the old tree or the new one, and the next run finishes", async () => {
  const old = [card("a", "1"), card("b", "1")];
  const next = [card("a", "1"), card("b", "2"), card("c", "2")];
  const whole = memoryTree();
  await emit(whole, input(old));
  const start = whole.changes();
  const [before] = [snapshot(whole)];
  await emit(whole, input(next));
  const after = snapshot(whole);
  for (let cut = start; cut < whole.changes(); cut += 1) {
    const tree = memoryTree();
    await emit(tree, input(old));
    tree.failAfter = cut;
    await expect(emit(tree, input(next))).rejects.toThrow(HostError);
    tree.failAfter = Number.POSITIVE_INFINITY;
    const found = snapshot(tree);
    expect([before, after, {}]).toContainEqual(found);
    await emit(tree, input(next));
    expect(snapshot(tree)).toEqual(after);
  }
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
  expect(await drift(tree, wanted)).toEqual([
    { path: "out/lab/README.txt", change: "mode" },
    { path: "out/lab/a/cmdline.append", change: "changed" },
    { path: "out/lab/a.tar", change: "missing" },
    { path: "out/lab/a/stray", change: "extra" },
  ]);
  expect(await drift(tree, { ...wanted, only: new Set(["b"]) })).toEqual([]);
});
