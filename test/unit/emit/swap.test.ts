import { expect, test } from "vitest";
import { emit } from "../../../src/emit/emit.ts";
import { isCut, orphan } from "../../../src/emit/swap.ts";
import { HostError } from "../../../src/host/host.ts";
import { memoryTree } from "../../support/memory-tree.ts";
import { build, card, input, snapshot } from "./lab.ts";

const first = input([card("a", "1"), card("b", "1"), card("gone", "1")]);
const second = input([card("a", "1"), card("b", "2"), card("c", "2")]);

/** The trees before and after, and between which changes of the disk the second build lies. */
async function bothBuilds() {
  const tree = memoryTree();
  await build(tree, first);
  const begin = tree.changes();
  const before = snapshot(tree);
  await build(tree, second);
  return { before, after: snapshot(tree), begin, end: tree.changes() };
}

test("a change that fails, whichever it is, leaves a whole tree at once, and nothing beside it", async () => {
  const { before, after, begin, end } = await bothBuilds();
  for (let at = begin; at < end; at += 1) {
    const tree = memoryTree();
    await build(tree, first);
    tree.failOnceAt = at;
    await expect(build(tree, second)).rejects.toThrow(HostError);
    expect([before, after], `change ${at}`).toContainEqual(snapshot(tree));
    expect([...tree.files.keys()].filter((path) => !path.startsWith("out/lab/"))).toEqual([]);
    await build(tree, second);
    expect(snapshot(tree)).toEqual(after);
  }
});

test("a run that is cut at any change leaves the old tree or the new one, or none until the next run", async () => {
  const { before, after, begin, end } = await bothBuilds();
  for (let cut = begin; cut < end; cut += 1) {
    const tree = memoryTree();
    await build(tree, first);
    tree.failAfter = cut;
    await expect(build(tree, second)).rejects.toThrow(HostError);
    expect(isCut(tree, "out/lab")).toBe(!tree.exists("out/lab"));
    expect([before, after, {}]).toContainEqual(snapshot(tree));
    tree.failAfter = Number.POSITIVE_INFINITY;
    await build(tree, second);
    expect(snapshot(tree)).toEqual(after);
    expect([...tree.files.keys()].filter((path) => !path.startsWith("out/lab/"))).toEqual([]);
  }
});

test("putting right what was cut may itself be cut, at any change", async () => {
  const { before, end } = await bothBuilds();
  // From the journal on: five names leave, five come, the tree is renamed twice, and what is gone is removed.
  for (let cut = end - 15; cut < end; cut += 1)
    for (let more = 0; more < 6; more += 1) {
      const tree = memoryTree();
      await build(tree, first);
      tree.failAfter = cut;
      await expect(build(tree, second)).rejects.toThrow();
      tree.failAfter = cut + more;
      await build(tree, first).catch(() => undefined);
      tree.failAfter = Number.POSITIVE_INFINITY;
      await build(tree, first);
      expect(snapshot(tree), `${cut} + ${more}`).toEqual(before);
    }
});

test("a failed first build leaves nothing", async () => {
  const tree = memoryTree();
  tree.failOnceAt = 5;
  await expect(build(tree, first)).rejects.toThrow(HostError);
  expect([...tree.files.keys()]).toEqual([]);
});

test("where nothing is new, nothing is written", async () => {
  const tree = memoryTree();
  await build(tree, first);
  const before = tree.changes();
  await build(tree, first);
  expect(tree.changes()).toBe(before);
  await build(tree, { ...first, top: [{ path: "README.txt", mode: 0o644, data: "read this\n" }] });
  expect(tree.text("out/lab/README.txt")).toBe("read this\n");
});

test("a file that somebody put into a card's folder stays, and stops a build that would delete it", async () => {
  const tree = memoryTree();
  await build(tree, first);
  tree.edit("out/lab/a/notes.txt", "x");
  tree.edit("out/lab/b/boot/notes.txt", "x");
  tree.edit("out/lab/gone/notes.txt", "x");
  tree.edit("out/lab/c", "x");
  const before = new Map(tree.files);
  expect(await build(tree, second)).toMatchObject({ inTheWay: ["b/boot/notes.txt", "c", "gone/notes.txt"] });
  expect(tree.files).toEqual(before);
  for (const path of ["b/boot/notes.txt", "c", "gone/notes.txt"]) tree.files.delete(`out/lab/${path}`);
  tree.edit("out/lab/b/.DS_Store", "x");
  expect(await build(tree, second)).toMatchObject({ written: ["b", "c"], removed: ["gone"], inTheWay: [] });
  expect(tree.text("out/lab/a/notes.txt")).toBe("x");
});

test("a tree that was made while another was cut is told from it", async () => {
  const tree = memoryTree();
  await build(tree, first);
  expect(orphan(tree, "out/lab")).toBeUndefined();
  tree.rename("out/lab", "out/.lab.old");
  expect(orphan(tree, "out/lab")).toBeUndefined();
  await emit(tree, first);
  expect(orphan(tree, "out/lab")).toBe("out/.lab.old");
});
