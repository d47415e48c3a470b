import { chmodSync, mkdirSync, readdirSync, writeFileSync } from "node:fs";
import { join } from "node:path";
import { afterEach, beforeEach, expect, test } from "vitest";
import { cli } from "../../src/cli/cli.ts";
import { becomeNobody } from "../support/as-nobody.ts";
import { testIo } from "../support/test-io.ts";
import { lab, type Workplace, workplace } from "../support/workplace.ts";

becomeNobody();
let place: Workplace;
beforeEach(async () => {
  place = workplace();
  await place.run(["build"]);
});
afterEach(() => place.remove());

const out = () => join(place.folder, "out");
const inTree = (path: string) => join(place.tree, path);

/** One card of three. */
const changeWorker = () =>
  writeFileSync(place.profile, lab().replace("{name: dcn2,", "{name: dcn2, labels: {rack: seven},"));

test("a tree that cannot be changed is named, stays whole, and is built once it can be", async () => {
  const before = place.files();
  changeWorker();
  for (const folder of [place.tree, inTree("dcn2"), inTree("dcn2/boot/edgegen")]) {
    chmodSync(folder, 0o555);
    const { code, err } = await place.run(["build", "--format", "line"]);
    expect(err).toContain(`${folder}: error[not-writable]: permission denied (EACCES)`);
    expect(code).toBe(3);
    expect(place.files()).toEqual(before);
    expect(readdirSync(out())).toEqual(["lab"]);
    chmodSync(folder, 0o700);
  }
  expect((await place.run(["build"])).out).toContain("written: dcn2; unchanged: dcn0, dcn1");
});

test("a card that does not change may be read-only", async () => {
  changeWorker();
  chmodSync(inTree("dcn1"), 0o555);
  expect((await place.run(["build"])).code).toBe(0);
  expect(readdirSync(out())).toEqual(["lab"]);
  chmodSync(inTree("dcn1"), 0o700);
});

test("a read-only out/ is said, and is the folder that is named", async () => {
  changeWorker();
  chmodSync(out(), 0o500);
  const { code, err } = await place.run(["build"]);
  expect(code).toBe(3);
  expect(err).toContain(`${out()}: error[not-writable]: permission denied (EACCES)`);
  chmodSync(out(), 0o700);
});

test("what cannot be read is said to be so: another folder to write to would not help", async () => {
  chmodSync(inTree("manifest.json"), 0);
  for (const args of [["build"], ["build", "--check"]]) {
    const { code, err } = await place.run(args);
    expect(code).toBe(3);
    expect(err).toContain(`${inTree("manifest.json")}: error[file-unreadable]: permission denied (EACCES)`);
    expect(err).toContain("= check who owns it, and its mode");
  }
});

test("of a profile that cannot be written its own path is named, whichever folder refuses", async () => {
  const site = join(place.folder, "site");
  mkdirSync(site, { mode: 0o555 });
  for (const path of [join(site, "lab.yaml"), join(site, "profiles/lab.yaml")]) {
    const io = testIo();
    expect(await cli(["init", path], io)).toBe(3);
    expect(io.printed.err).toContain(`${path}: error[not-writable]: permission denied (EACCES)`);
  }
});
