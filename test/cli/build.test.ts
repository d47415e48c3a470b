import { existsSync, mkdirSync, readdirSync, readFileSync, renameSync, rmSync, statSync, writeFileSync } from "node:fs";
import { join } from "node:path";
import { afterEach, expect, test } from "vitest";
import { HostError } from "../../src/host/host.ts";
import { nodeOutputTree } from "../../src/host/node-output-tree.ts";
import { lab, type Workplace, workplace } from "../support/workplace.ts";

let place: Workplace;
afterEach(() => place.remove());

test("a build says what it wrote, and a second one that nothing changed", async () => {
  place = workplace();
  const first = await place.run(["build"]);
  expect(first.err).toBe("");
  expect(first.code).toBe(0);
  expect(first.out).toContain("written: dcn0, dcn1, dcn2");
  expect((await place.run(["build"])).out).toContain("unchanged: dcn0, dcn1, dcn2");
});

test("what is secret is 0600 in folders that are 0700", async () => {
  place = workplace();
  await place.run(["build"]);
  const open = [...place.files()].filter(([, content]) => !content.startsWith("600 ")).map(([path]) => path);
  expect(open).toEqual([".gitignore", "README.txt", "id_ed25519.pub", "known_hosts", "manifest.json", "ssh_config"]);
  expect(statSync(place.tree).mode & 0o777).toBe(0o700);
  expect(statSync(join(place.tree, "dcn1/boot")).mode & 0o777).toBe(0o700);
});

test("adding dcn8 leaves every file of the other cards as it was", async () => {
  place = workplace();
  await place.run(["build"]);
  const before = [...place.files()].filter(([path]) => /^dcn/.test(path));
  writeFileSync(
    place.profile,
    lab("  - {name: dcn8, role: worker, board: pi-4b, memory: 4GiB, address: 10.1.40.29}\n"),
  );
  await place.run(["build"]);
  const after = place.files();
  expect(before.length).toBeGreaterThan(15);
  for (const [path, content] of before) expect(after.get(path), path).toBe(content);
  expect(after.has("dcn8/boot/user-data")).toBe(true);
});

test("the order in which nodes are listed changes nothing", async () => {
  place = workplace();
  await place.run(["build"]);
  const before = place.files();
  const lines = lab().split("\n");
  const nodes = lines.filter((line) => line.startsWith("  - "));
  writeFileSync(place.profile, [...lines.slice(0, 5), ...nodes.reverse(), ""].join("\n"));
  await place.run(["build"]);
  expect(place.files()).toEqual(before);
});

test("--check is silent about a tree that is right, names what is not, and writes nothing", async () => {
  place = workplace();
  expect((await place.run(["build", "--check"])).code).toBe(1);
  expect(existsSync(place.tree)).toBe(false);
  await place.run(["build"]);
  expect(await place.run(["build", "--check"])).toEqual({ code: 0, out: "", err: "" });
  writeFileSync(join(place.tree, "dcn1/cmdline.append"), "init=/bin/sh\n");
  const drifted = await place.run(["build", "--check", "--format", "line"]);
  expect(drifted.code).toBe(1);
  expect(drifted.err).toContain(`${place.tree}/dcn1/cmdline.append: error[drift]: differs`);
  expect(drifted.err.trimEnd().split("\n")).toHaveLength(1);
  expect(readFileSync(join(place.tree, "dcn1/cmdline.append"), "utf8")).toBe("init=/bin/sh\n");
});

test("--check says one thing of each card, and that a new node is what the bundle lacks", async () => {
  place = workplace();
  await place.run(["build"]);
  const more = "  - {name: late, role: worker, board: pi-4b, memory: 4GiB, address: 10.1.40.29}\n";
  const zone = (text: string) => text.replace("os: {", "os: {timezone: Asia/Kolkata, ");
  writeFileSync(place.profile, zone(lab(more)).replace(/ {2}- \{name: dcn2.*\n/, ""));
  const { code, err } = await place.run(["build", "--check", "--format", "line"]);
  expect(code).toBe(1);
  const said = err.replaceAll(place.folder, "").split("\n");
  expect(said.map((line) => line.replace(/: \d+ files.*| \(.*/, ""))).toEqual([
    "/lab.secrets.yaml: error[drift]: the bundle has to be extended by node late",
    "/out/lab: error[drift]",
    "/out/lab/dcn0: error[drift]",
    "/out/lab/dcn1: error[drift]",
    "/out/lab/dcn2: error[drift]: this node is not in the profile any more",
    "/out/lab/late: error[drift]: this card has not been built yet",
    "",
  ]);
  expect(err).toMatch(/dcn1: error\[drift\]: \d+ files are not what a build would write: boot\/.* and \d+ more/);
});

test("a folder that edgegen did not write is not replaced", async () => {
  place = workplace();
  mkdirSync(join(place.tree, "thesis"), { recursive: true });
  writeFileSync(join(place.tree, "thesis/ch1.txt"), "years");
  const { code, err } = await place.run(["build"]);
  expect(code).toBe(3);
  expect(err).toContain("error[foreign-folder]");
  expect(readFileSync(join(place.tree, "thesis/ch1.txt"), "utf8")).toBe("years");
});

test("a manifest that is none of ours is no reason to crash", async () => {
  place = workplace();
  mkdirSync(place.tree);
  writeFileSync(join(place.tree, "manifest.json"), '{"format":1,"nodes":[null],"files":[{}]}');
  expect((await place.run(["build"])).code).toBe(3);
});

test("--check makes no bundle", async () => {
  place = workplace(lab(), false);
  const { code, err } = await place.run(["build", "--check"]);
  expect(code).toBe(1);
  expect(err).toContain("error[drift]");
  expect(existsSync(place.bundle)).toBe(false);
});

test("--node writes that card only", async () => {
  place = workplace();
  await place.run(["build", "--node", "dcn2"]);
  expect(readdirSync(place.tree).filter((name) => name.startsWith("dcn"))).toEqual(["dcn2", "dcn2.tar"]);
});

test("--node says which other cards are out of date, and which were never built", async () => {
  place = workplace();
  await place.run(["build", "--node", "dcn0", "--node", "dcn2"]);
  writeFileSync(place.profile, lab().replace("dcn2, role: worker, board: pi-4b", "dcn2, role: worker, board: cm4"));
  const { out } = await place.run(["build", "--node", "dcn0"]);
  expect(out).toContain("  unchanged: dcn0; out of date, not built: dcn2; never built: dcn1\n");
});

test("a node that does not exist is wrong usage", async () => {
  place = workplace();
  const { code, err } = await place.run(["build", "--node", "dcn9"]);
  expect(code).toBe(2);
  expect(err).toContain('error[unknown-node]: cluster lab has no node "dcn9"');
  expect(err).toContain("dcn0, dcn1, dcn2");
  const near = await place.run(["build", "--node", "dnc1", "--node", "dcn1,dcn2"]);
  expect(near.err).toContain('did you mean "dcn1"?');
  expect(near.err).toContain("--node dcn1 --node dcn2");
});

test("an identity that is not there is told, also where nothing is sealed", async () => {
  place = workplace();
  const { code, err } = await place.run(["build", "--identity", "no-such-key"]);
  expect(code).toBe(3);
  expect(err).toContain("no-such-key");
});

test("--strict stops at a warning, --allow lets one pass", async () => {
  place = workplace(
    lab().replace("dcn0, role: rancher, board: pi-4b, memory: 8GiB", "dcn0, role: rancher, board: pi-4b, memory: 4GiB"),
  );
  const strict = await place.run(["build", "--strict"]);
  expect(strict.code).toBe(1);
  expect(strict.err).toContain("error[rancher-memory-low]");
  expect(existsSync(place.tree)).toBe(false);
  expect((await place.run(["build", "--strict", "--allow", "rancher-memory-low"])).code).toBe(0);
});

test("a copied profile that kept its cluster's name does not take the place of all its cards", async () => {
  place = workplace();
  await place.run(["build"]);
  const before = place.files();
  const bundle = readFileSync(place.bundle, "utf8");
  writeFileSync(place.profile, lab().replaceAll("name: dcn", "name: home"));
  const { code, err } = await place.run(["build"]);
  expect(code).toBe(1);
  expect(err).toContain("error[cards-of-another]: a build would remove every card that is there: dcn0, dcn1, dcn2");
  expect(place.files()).toEqual(before);
  expect(readFileSync(place.bundle, "utf8")).toBe(bundle);
  writeFileSync(place.profile, lab().replace("name: dcn2", "name: home2").replace("name: dcn1", "name: home1"));
  expect((await place.run(["build"])).code).toBe(0);
});

test("a wrong profile leaves the tree of the last good one", async () => {
  place = workplace();
  await place.run(["build"]);
  const before = place.files();
  writeFileSync(place.profile, lab().replace("10.1.40.23", "10.1.41.23"));
  const { code, err } = await place.run(["build"]);
  expect(code).toBe(1);
  expect(err).toContain("error[address-outside-subnet]");
  expect(place.files()).toEqual(before);
});

test("a full disk is said with its path, and the old tree is whole", async () => {
  place = workplace();
  await place.run(["build"]);
  const before = place.files();
  writeFileSync(place.profile, lab().replaceAll("pi-4b", "cm4"));
  const real = nodeOutputTree();
  let left = 9;
  const full = {
    ...real,
    writeNew: (path: string, data: string | Uint8Array, mode: number) => {
      left -= 1;
      if (left < 0) throw new HostError(path, "ENOSPC");
      real.writeNew(path, data, mode);
    },
  };
  const { code, err } = await place.run(["build"], { tree: full });
  expect(code).toBe(3);
  expect(err).toContain("error[disk-full]: the disk is full");
  expect(place.files()).toEqual(before);
  expect(readdirSync(join(place.folder, "out"))).toEqual(["lab"]);
});

test("an out/ where no folder can be made is no file that could not be read", async () => {
  place = workplace();
  const tree = {
    ...nodeOutputTree(),
    makeFolder: (path: string) => {
      throw new HostError(path, "ENOENT");
    },
  };
  const { code, err } = await place.run(["build"], { tree });
  expect(code).toBe(3);
  expect(err).toContain("out: error[not-writable]: not permitted");
});

test("Ctrl-C in the middle changes nothing", async () => {
  place = workplace();
  await place.run(["build"]);
  const before = place.files();
  writeFileSync(place.profile, lab().replaceAll("pi-4b", "cm4"));
  let asked = 0;
  const { code, err } = await place.run(["build"], {
    interrupted: () => {
      asked += 1;
      return asked > 2;
    },
  });
  expect(code).toBe(3);
  expect(err).toContain("interrupted; nothing was changed");
  expect(place.files()).toEqual(before);
});

test("a second build at the same time is refused with the number of the first", async () => {
  place = workplace();
  const lock = nodeOutputTree().lock(join(place.folder, "out/.lab.lock"));
  const { code, err } = await place.run(["build"]);
  expect(code).toBe(3);
  expect(err).toContain(`process ${process.pid} is building it`);
  if ("release" in lock) lock.release();
  expect((await place.run(["build"])).code).toBe(0);
});

test("an out/ that is a file, and a profile that is not there, are the machine's fault", async () => {
  place = workplace();
  rmSync(join(place.folder, "out"), { recursive: true });
  writeFileSync(join(place.folder, "out"), "");
  const out = await place.run(["build"]);
  expect(out.code).toBe(3);
  expect(out.err).toContain(join(place.folder, "out"));
  rmSync(place.profile);
  const gone = await place.run(["build"]);
  expect(gone.code).toBe(3);
  expect(gone.err).toContain("lab.yaml");
});

test("--seed-image adds an image to every card, and taking it away again removes it", async () => {
  place = workplace();
  await place.run(["build", "--seed-image"]);
  expect(existsSync(join(place.tree, "dcn1/seed.img"))).toBe(true);
  await place.run(["build"]);
  expect(existsSync(join(place.tree, "dcn1/seed.img"))).toBe(false);
});

test("a folder in the way of the new tree is cleared, not mixed in", async () => {
  place = workplace();
  mkdirSync(join(place.folder, "out/.lab.new/dcn1"), { recursive: true });
  writeFileSync(join(place.folder, "out/.lab.new/dcn1/stray"), "");
  await place.run(["build"]);
  expect(existsSync(join(place.tree, "dcn1/stray"))).toBe(false);
});

test("the README of the cards names the profile by its file, whatever the cluster is called", async () => {
  place = workplace();
  const other = join(place.folder, "other.yaml");
  renameSync(place.profile, other);
  await place.run(["build", "--profile", other]);
  expect(readFileSync(join(place.tree, "README.txt"), "utf8")).toContain(
    "rancher-bootstrap-password --profile other\n",
  );
});
