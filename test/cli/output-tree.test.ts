import {
  existsSync,
  lstatSync,
  mkdirSync,
  readdirSync,
  readFileSync,
  renameSync,
  rmSync,
  statSync,
  symlinkSync,
  writeFileSync,
} from "node:fs";
import { join } from "node:path";
import { afterEach, expect, test } from "vitest";
import { HostError } from "../../src/host/host.ts";
import { nodeOutputTree } from "../../src/host/node-output-tree.ts";
import { lab, type Workplace, workplace } from "../support/workplace.ts";

let place: Workplace;
afterEach(() => place.remove());

const out = () => join(place.folder, "out");
const inTree = (path: string) => join(place.tree, path);

/** One card of three. */
const changeWorker = () =>
  writeFileSync(place.profile, lab().replace("{name: dcn2,", "{name: dcn2, labels: {rack: seven},"));

async function built() {
  place = workplace();
  await place.run(["build"]);
  return place.files();
}

test("a run that was cut in its swap is told by --check in one line, and put right by the next build", async () => {
  const before = await built();
  renameSync(place.tree, join(out(), ".lab.old"));
  const { code, err } = await place.run(["build", "--check"]);
  expect(code).toBe(1);
  expect(err).toContain("a build was interrupted");
  expect(err).toContain("= edgegen build puts it right");
  expect(err).toContain("1 error");
  expect((await place.run(["build"])).out).toContain("unchanged: dcn0, dcn1, dcn2");
  expect(place.files()).toEqual(before);
});

test("a folder made in the place of a tree that was cut is not taken for it", async () => {
  await built();
  renameSync(place.tree, join(out(), ".lab.old"));
  mkdirSync(place.tree);
  const { code, err } = await place.run(["build"]);
  expect(code).toBe(3);
  expect(err).toContain(`${join(out(), ".lab.old")}: error[foreign-folder]`);
  expect(existsSync(join(out(), ".lab.old/dcn0"))).toBe(true);
});

test("where nothing changed nothing is touched, and otherwise the folder stays the same one", async () => {
  await built();
  const times = () =>
    ["", ...readdirSync(place.tree, { recursive: true, encoding: "utf8" })].map(
      (path) => statSync(inTree(path)).ctimeMs,
    );
  const before = times();
  const { ino } = statSync(place.tree);
  await place.run(["build"]);
  expect(times()).toEqual(before);
  changeWorker();
  await place.run(["build"]);
  expect(statSync(place.tree).ino).toBe(ino);
});

test("a file of the user's own in a card's folder is kept, and named where it is in the way", async () => {
  await built();
  writeFileSync(inTree("dcn1/boot/mine.txt"), "mine");
  writeFileSync(inTree("dcn2/mine.txt"), "mine");
  writeFileSync(inTree("notes.txt"), "mine");
  const check = await place.run(["build", "--check"]);
  expect(check.err).toContain(
    `${inTree("dcn1/boot/mine.txt")}: error[drift]: should not be there: edgegen did not write it`,
  );
  expect(check.err).toContain("move it away, or delete it; edgegen build does neither");
  expect(check.err).not.toContain("notes.txt");
  expect((await place.run(["build"])).code).toBe(0);
  changeWorker();
  const { code, err } = await place.run(["build"]);
  expect(code).toBe(3);
  expect(err).toContain(`${inTree("dcn2/mine.txt")}: error[foreign-folder]: edgegen did not write this`);
  expect(err).toContain("1 error");
  for (const path of ["dcn1/boot/mine.txt", "dcn2/mine.txt", "notes.txt"])
    expect(readFileSync(inTree(path), "utf8")).toBe("mine");
  expect(readdirSync(out())).toEqual(["lab"]);
});

test("a link is followed: what it leads to is built, and nothing lies beside the link", async () => {
  await built();
  const disk = join(place.folder, "disk");
  mkdirSync(disk);
  renameSync(place.tree, join(disk, "cards"));
  symlinkSync("../disk/cards", place.tree);
  changeWorker();
  const beside: string[] = [];
  const real = nodeOutputTree();
  const writeNew: typeof real.writeNew = (path, data, mode) => {
    beside.push(path);
    real.writeNew(path, data, mode);
  };
  expect((await place.run(["build"], { tree: { ...real, writeNew } })).out).toContain("written: dcn2");
  expect(beside.filter((path) => path.startsWith(out()))).toEqual([]);
  expect(lstatSync(place.tree).isSymbolicLink()).toBe(true);
  expect(readdirSync(disk)).toEqual(["cards"]);
  renameSync(join(disk, "cards"), join(disk, ".cards.old"));
  expect((await place.run(["build", "--check"])).err).toContain("a build was interrupted");
  expect((await place.run(["build"])).out).toContain("unchanged: dcn0, dcn1, dcn2");
});

test("a link that leads nowhere is refused, as the cluster's folder and as --out", async () => {
  place = workplace();
  symlinkSync("../disk/cards", place.tree);
  symlinkSync("nowhere", join(place.folder, "link"));
  for (const args of [["build"], ["build", "--check"], ["build", "--out", join(place.folder, "link")]]) {
    const { code, err } = await place.run(args);
    expect(code).toBe(3);
    expect(err).toContain("it is a link, and nothing is where it leads to");
    expect(err).toContain("make the folder that it leads to, or remove the link");
  }
  expect(readdirSync(place.folder).sort()).toEqual(["lab.secrets.yaml", "lab.yaml", "link", "out"]);
});

test("a full disk leaves nothing of a first build", async () => {
  place = workplace();
  const real = nodeOutputTree();
  let left = 9;
  const writeNew: typeof real.writeNew = (path, data, mode) => {
    left -= 1;
    if (left < 0) throw new HostError(path, "ENOSPC");
    real.writeNew(path, data, mode);
  };
  expect((await place.run(["build"], { tree: { ...real, writeNew } })).code).toBe(3);
  expect(readdirSync(out())).toEqual([]);
});

test("a lock that another process has is named, with when to remove it", async () => {
  place = workplace();
  writeFileSync(join(out(), ".lab.lock"), String(process.ppid));
  const { err } = await place.run(["build"]);
  expect(err).toContain(`error[already-running]: process ${process.ppid} is building it`);
  expect(err).toContain(
    `is not edgegen (ps -p ${process.ppid}), as after a power cut: remove ${join(out(), ".lab.lock")}`,
  );
});

test("a manifest that is damaged or lost is what is said, by --check too", async () => {
  await built();
  const says = async (text: string) => {
    for (const args of [["build"], ["build", "--check"]]) {
      const { code, err } = await place.run(args);
      expect(err).toContain(text);
      expect(code).toBe(3);
    }
  };
  writeFileSync(inTree("manifest.json"), "{");
  await says(`${inTree("manifest.json")}: error[foreign-folder]: this manifest is damaged`);
  rmSync(inTree("manifest.json"));
  await says(`${place.tree}: error[foreign-folder]: this folder has no manifest.json`);
  renameSync(place.tree, join(place.folder, "away"));
  expect((await place.run(["build"])).code).toBe(0);
});

test("--out that can be no folder is said with its path", async () => {
  place = workplace();
  const empty = await place.run(["build", "--out", ""]);
  expect(empty.code).toBe(3);
  expect(empty.err).toContain("--out names no folder");
  const device = await place.run(["build", "--out", "/dev/null"]);
  expect(device.code).toBe(3);
  expect(device.err).toContain("/dev/null: error[not-writable]: a part of the path is not a folder");
  expect(device.err).toContain("choose another path");
});

test("a bundle that was not stored is not said to have been made", async () => {
  place = workplace(lab(), false);
  const { code, err } = await place.run(["build"], { interrupted: () => true });
  expect(code).toBe(3);
  expect(err).toContain("interrupted; nothing was changed");
  expect(err).not.toContain("info[");
  expect(existsSync(place.bundle)).toBe(false);
});
