import { readFileSync } from "node:fs";
import { expect, test } from "vitest";
import type { Bundle } from "../../../src/model/bundle.ts";
import { fingerprint } from "../../../src/trust/fingerprint.ts";
import { provision } from "../../../src/trust/provision.ts";
import { readBundle } from "../../../src/trust/read.ts";
import { refuseBundle } from "../../../src/trust/refuse-bundle.ts";
import { rotate } from "../../../src/trust/rotate.ts";
import { cluster, entropy } from "./sample.ts";

const bundle = readBundle(readFileSync("test/golden/test-bundle.secrets.yaml", "utf8"), "x").value as Bundle;
const built = (trust: string | undefined) => ({ target: "out/lab", trust });

test("what a build adds and a rotation replaces leaves the fingerprint, and another bundle has another", async () => {
  const rotated = await rotate(bundle, cluster(), "agent-token", entropy());
  expect(fingerprint(rotated.bundle)).toBe(fingerprint(bundle));
  expect(fingerprint(bundle)).toMatch(/^[0-9a-f]{64}$/);
  const other = (await provision(cluster(), undefined, entropy())).value?.bundle as Bundle;
  expect(fingerprint(other)).not.toBe(fingerprint(bundle));
});

test("where nothing was built, any bundle and none will do", () => {
  expect(refuseBundle("x", undefined, undefined)).toBeUndefined();
  expect(refuseBundle("x", bundle, undefined)).toBeUndefined();
});

test("where a cluster was built, it is the bundle that it was built with, or none", () => {
  expect(refuseBundle("x", bundle, built(fingerprint(bundle)))).toBeUndefined();
  expect(refuseBundle("x", bundle, built("0".repeat(64)))).toMatchObject({ code: "bundle-of-another", subject: "x" });
  expect(refuseBundle("x", undefined, built(fingerprint(bundle)))).toMatchObject({ code: "bundle-missing" });
  expect(refuseBundle("x", undefined, built(undefined))?.notes[1]?.message).toContain("move out/lab away first");
});

test("a tree whose manifest says nothing of its trust, as older ones, is believed", () => {
  expect(refuseBundle("x", bundle, built(undefined))).toBeUndefined();
});
