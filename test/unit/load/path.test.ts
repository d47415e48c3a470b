import { expect, test } from "vitest";
import { folderOf, join, withoutEnding } from "../../../src/load/path.ts";
import { nameOf } from "../../../src/model/file-name.ts";

test.each([
  ["", "profiles/./lab.yaml", "profiles/lab.yaml"],
  ["profiles", "common.yaml", "profiles/common.yaml"],
  ["profiles", "../shared/common.yaml", "shared/common.yaml"],
  ["profiles", "../../up.yaml", "../up.yaml"],
  ["/a/b", "../../../x", "/x"],
  ["profiles", "/etc/x", "/etc/x"],
  ["profiles", "~/x//y", "/home/ada/x/y"],
  ["", "..", ".."],
  ["", ".", "."],
])("from %j, %j is %j", (folder, path, expected) => {
  expect(join(folder, path, "/home/ada")).toBe(expected);
});

test("a path has a folder and a name, and a profile's name has no ending", () => {
  expect([folderOf("a/b.yaml"), folderOf("b.yaml"), folderOf("/b.yaml")]).toEqual(["a", "", "/"]);
  expect([nameOf("a/b.yaml"), nameOf("b")]).toEqual(["b.yaml", "b"]);
  expect(["a.yaml", "a.YML", "a.b"].map(withoutEnding)).toEqual(["a", "a", "a.b"]);
});
