import { existsSync, readFileSync, rmSync, writeFileSync } from "node:fs";
import { join } from "node:path";
import { afterEach, expect, test } from "vitest";
import type { Io } from "../../src/cli/io.ts";
import { HostError } from "../../src/host/host.ts";
import { nodeOutputTree } from "../../src/host/node-output-tree.ts";
import { lab, type Workplace, workplace } from "../support/workplace.ts";

let place: Workplace;
afterEach(() => place.remove());

/** As if the command were run in the workplace: there out/ is where a build writes by itself. */
function inside({ folder }: Workplace): Partial<Io> {
  const real = nodeOutputTree();
  const at = (path: string) => (path.startsWith("out/") ? join(folder, path) : path);
  return {
    tree: {
      ...real,
      exists: (path) => real.exists(at(path)),
      list: (path) => real.list(at(path)),
      read: (path) => real.read(at(path)),
    },
  };
}

test("when the bundle of a built cluster is gone, no new one takes its place", async () => {
  place = workplace();
  await place.run(["build"]);
  rmSync(place.bundle);
  for (const verb of [["build"], ["kubeconfig"], ["secrets", "rotate", "--what", "operator"]]) {
    const { code, err } = await place.run(verb);
    expect(code).toBe(3);
    expect(err).toContain("error[bundle-missing]");
  }
  expect(existsSync(place.bundle)).toBe(false);
});

test("neither init nor set nor --check takes a lost bundle for one that is still to be made", async () => {
  place = workplace();
  await place.run(["build"]);
  rmSync(place.bundle);
  const more = { ...inside(place), stdin: async () => "correct horse" };
  for (const verb of [
    ["secrets", "init"],
    ["secrets", "set", "radio"],
    ["build", "--check"],
  ]) {
    const { code, err } = await place.run(verb, more);
    expect([verb, code]).toEqual([verb, 3]);
    expect(err).toContain("error[bundle-missing]: the bundle that this cluster was built with is gone");
  }
  expect(existsSync(place.bundle)).toBe(false);
});

test("a tree is not built anew with another trust than its own, wherever that bundle comes from", async () => {
  place = workplace();
  await place.run(["build"]);
  const before = place.files();
  const mine = readFileSync(place.bundle, "utf8");
  rmSync(place.bundle);
  // Made in a folder that has no out/: only the manifest knows better.
  expect((await place.run(["secrets", "init"])).code).toBe(0);
  for (const verb of [["build"], ["build", "--check"], ["build", "--node", "dcn2"]]) {
    const { code, err } = await place.run(verb);
    expect([verb, code]).toEqual([verb, 3]);
    expect(err).toContain(`error[bundle-of-another]: ${place.tree} was built with another bundle`);
  }
  expect(place.files()).toEqual(before);
  writeFileSync(place.bundle, mine);
  expect((await place.run(["build"])).out).toContain("unchanged: dcn0, dcn1, dcn2");
});

test("a bundle that has everything is only read: its folder may be read-only", async () => {
  place = workplace();
  const real = nodeOutputTree();
  const lock = (path: string) => {
    if (path.startsWith(place.bundle)) throw new HostError(path, "EACCES");
    return real.lock(path);
  };
  const tree = { ...real, lock };
  for (const verb of [["build"], ["build", "--check"], ["kubeconfig"]])
    expect((await place.run(verb, { tree })).err).toBe("");
  writeFileSync(
    place.profile,
    lab("  - {name: newcomer, role: worker, board: pi-4b, memory: 4GiB, address: 10.1.40.29}\n"),
  );
  const { code, err } = await place.run(["build"], { tree });
  expect(code).toBe(3);
  expect(err).toContain(`${place.bundle}.lock: error[not-writable]`);
});
