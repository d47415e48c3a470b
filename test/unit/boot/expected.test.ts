import { expect, test } from "vitest";
import { parse } from "yaml";
import { expectedOf, stepsDone } from "../../../src/boot/expected.ts";
import { expected } from "./sample.ts";

test("the files are those that the card's user-data writes", () => {
  const { files, seed } = expected();
  const userData = seed.find(({ path }) => path === "user-data")?.content ?? "";
  const { write_files } = parse(userData) as { write_files: { path: string; permissions: string; content: string }[] };
  expect(files.map(({ path, mode, content }) => ({ path, owner: "root:root", permissions: mode, content }))).toEqual(
    write_files,
  );
});

test("the seed is what lies on the boot partition, and no more", () => {
  expect(expected().seed.map(({ path }) => path)).toEqual([
    "edgegen/node.txt",
    "edgegen/status.txt",
    "meta-data",
    "network-config",
    "user-data",
  ]);
});

test("a node that waits at a step has done those before it", () => {
  const names = (node: string, waitsAt: string) =>
    stepsDone(expected(node, { reached: { waitsAt } })).map(({ name }) => name);
  const common = ["verify", "scrub", "cgroup", "network", "clock", "kernel", "scrub-caches", "edge-pulse"];
  const first = [names("dcn0", "docker"), names("dcn1", "k3s-install"), names("dcn2", "k3s-install")];
  expect(first).toEqual([common, common, common]);
  expect(names("dcn2", "packages")).toEqual([...common, "k3s-install", "k3s-start"]);
  const all = stepsDone(expected("dcn0")).map(({ name }) => name);
  expect(all).toEqual([...common, "docker", "rancher", "packages"]);
});

test("a card without card.json is none", () => {
  const { cluster, node, bundle, plan } = expected();
  expect(() => expectedOf({ cluster, node, bundle, plan, files: [], cardFiles: [] }, "ready")).toThrow("card.json");
});
