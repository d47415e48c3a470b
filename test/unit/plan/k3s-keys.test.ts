import { expect, test } from "vitest";
import { ownedK3sKeys } from "../../../src/model/owned-k3s-keys.ts";
import { k3sConfig } from "../../../src/plan/node/k3s-config.ts";
import { input } from "./k3s-sample.ts";

test("every key that a card sets by itself is owned, but for the one list that the user may add to", () => {
  const k3s = { ...input("dcn1").cluster.k3s, disable: ["traefik"] };
  const set = [...Object.keys(k3sConfig(input("dcn1", { k3s }))), ...Object.keys(k3sConfig(input("dcn2")))];
  expect(set.filter((key) => !ownedK3sKeys.has(key))).toEqual(["kubelet-arg", "kubelet-arg"]);
});

test.each(["t", "s", "d", "o", "c"])("the alias %s is owned like the flag that it stands for", (key) => {
  expect(ownedK3sKeys.has(key)).toBe(true);
});
