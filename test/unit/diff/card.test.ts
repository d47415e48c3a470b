import { mkdtempSync, readFileSync, rmSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { afterAll, expect, test } from "vitest";
import { changeOf } from "../../../src/diff/change.ts";
import { compareLines } from "../../../src/diff/hunks.ts";
import { gatherChanges, printChanges } from "../../../src/diff/print.ts";
import { type NodeState, todo } from "../../../src/diff/todo.ts";
import { readEntry, splitUserData } from "../../../src/diff/user-data.ts";
import { parsePlain } from "../../../src/yaml/plain.ts";
import { buildCase } from "../../golden/cases.ts";

const folder = mkdtempSync(join(tmpdir(), "edgegen-diff-"));
afterAll(() => rmSync(folder, { recursive: true, force: true }));

const none = { secrets: [], toBeMade: [] };
const file = (text: string, mode = "0600") => ({ text, mode });

test("user-data is split into what cloud-init does and the files of the node, as a YAML reader sees them", async () => {
  const text = readFileSync(join(await buildCase("everything--wifi-ubuntu", folder), "home0/boot/user-data"), "utf8");
  const split = splitUserData(text);
  const whole = parsePlain(text);
  if (!split || !("value" in whole)) throw new Error("not readable");
  const { write_files, ...rest } = whole.value as { write_files: Record<string, string>[] };
  expect(parsePlain(split.head)).toEqual({ value: rest });
  const entries = [...split.entries.values()].map((entry) => readEntry(entry));
  expect(entries).toEqual(write_files.map(({ path, permissions, content }) => ({ path, mode: permissions, content })));
  expect(splitUserData("#cloud-config\n")).toBeUndefined();
});

test("lines are compared as diff -u does, and texts that have little in common are replaced", () => {
  const lines = (from: number, to: number) =>
    Array.from({ length: to - from }, (_, at) => `line ${from + at}\n`).join("");
  expect(compareLines(lines(0, 20), lines(0, 9) + lines(10, 20)).lines).toEqual([
    "@@ -7,7 +7,6 @@",
    ...[" line 6", " line 7", " line 8", "-line 9", " line 10", " line 11", " line 12"],
  ]);
  const { added, removed, lines: all } = compareLines(lines(0, 3000), lines(5000, 8000));
  expect([added, removed, all.length, all[0]]).toEqual([3000, 3000, 6001, "@@ -1,3000 +1,3000 @@"]);
  expect(compareLines("", "one\n").lines).toEqual(["@@ -0,0 +1 @@", "+one"]);
});

test("of a secret file only that it differs is said, and the mode always", () => {
  expect(changeOf("k", file("a"), file("b"), "hidden", none)?.note).toBe("another secret");
  expect(changeOf("k", undefined, file("b"), "hidden", none)?.note).toBe("new; it is secret");
  expect(changeOf("k", file("a"), undefined, "open", none)).toMatchObject({
    note: "will not be there any more",
    lines: [],
  });
  expect(changeOf("k", file("a"), file("a"), "hidden", none)).toBeUndefined();
  expect(changeOf("k", file("a", "0644"), file("a"), "open", none)?.note).toBe("mode 0600, now 0644");
  expect(changeOf("k", file("a\n", "0644"), file("b\n"), "open", none)).toMatchObject({
    note: "mode 0600, now 0644",
    added: 1,
    removed: 1,
  });
  expect(changeOf("k", file("a: {"), file("a: 1\n"), "data", none)?.note).toBe(
    "was edited in out/, and cannot be compared",
  );
});

test("what is the same on many nodes is shown once, though other lines stand around it", () => {
  const changes = gatherChanges();
  for (const name of ["a", "b", "c", "d", "e", "f", "g", "h"]) {
    const change = changeOf("x", file(`name: ${name}\none\n`), file(`name: ${name}\ntwo\n`), "open", none);
    if (change) changes.add(name, change);
  }
  expect(printChanges(changes, "lines")).toBe(
    "a, the same on b ... h (7)\n--- x\n+++ x\n@@ -1,2 +1,2 @@\n name: a\n-one\n+two\n\n",
  );
  expect(printChanges(changes, "stat")).toBe("x: +1 -1 (a, the same on b ... h (7))\n");
  expect(printChanges(changes, "names").split("\n")).toHaveLength(9);
});

test("each card has one task, the one that takes most", () => {
  const side = { role: "worker", image: "generic", plan: "1" };
  const node = (name: string, built: NodeState["built"], wanted: NodeState["wanted"], differs = true) => ({
    name,
    built,
    wanted,
    differs,
  });
  const nodes = [
    node("same", side, side, false),
    node("gone", side, undefined),
    node("new", undefined, side),
    node("image", side, { ...side, image: "other", role: "rancher", plan: "2" }),
    node("role", side, { ...side, role: "rancher", plan: "2" }),
    node("plan", side, { ...side, plan: "2" }),
    node("out", side, side),
  ];
  expect(todo(nodes)).toEqual({
    idle: false,
    lines: [
      "to flash, new: new",
      "to flash again, with another image: image",
      "to flash again, with another role: role",
      "to apply again: plan",
      "other than built in out/, not as a card: out",
      "no longer in the profile: gone",
      "nothing to do: same",
    ],
  });
  expect(todo(nodes.slice(0, 1)).idle).toBe(true);
});
