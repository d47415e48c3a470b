import { existsSync, readdirSync, readFileSync } from "node:fs";
import { expect, test } from "vitest";
import { cli } from "../src/cli/cli.ts";
import { type Code, catalogue } from "../src/model/catalogue.ts";
import { testIo } from "./support/test-io.ts";

/** Codes that no profile causes, or not by itself, and the test that shows them. */
const shownElsewhere: Partial<Record<Code, string>> = {
  "secret-unfit": "test/cli/secrets.test.ts",
  "secret-missing": "test/cli/secrets.test.ts",
  "bundle-damaged": "test/cli/secrets.test.ts",
  "bundle-newer": "test/unit/trust/read.test.ts",
  "bundle-readable-by-others": "test/cli/secrets.test.ts",
  "bundle-sealed": "test/cli/secrets.test.ts",
  "bundle-created": "test/cli/secrets.test.ts",
  "bundle-extended": "test/cli/secrets.test.ts",
  "certificate-outdated": "test/cli/secrets.test.ts",
  "not-writable": "test/cli/permissions.test.ts",
  "disk-full": "test/cli/build.test.ts",
  "already-running": "test/cli/output-tree.test.ts",
  interrupted: "test/cli/build.test.ts",
  "unknown-secret": "test/unit/trust/user-secrets.test.ts",
  "bad-recipient": "test/unit/trust/seal.test.ts",
  "bundle-missing": "test/cli/lost-bundle.test.ts",
  "bundle-of-another": "test/cli/lost-bundle.test.ts",
  "foreign-folder": "test/cli/output-tree.test.ts",
  "cards-of-another": "test/cli/build.test.ts",
  "unknown-node": "test/cli/build.test.ts",
  drift: "test/cli/build.test.ts",
  "program-missing": "test/cli/boot.test.ts",
  "image-missing": "test/cli/boot.test.ts",
  "not-bootable": "test/cli/boot.test.ts",
  "boot-failed": "test/cli/boot.test.ts",
  "check-failed": "test/cli/boot.test.ts",
  "not-checked": "test/cli/boot.test.ts",
  "not-an-image": "test/unit/image/partition-table.test.ts",
  "image-unfit": "test/unit/image/put-card.test.ts",
  "image-damaged": "test/cli/image.test.ts",
  "card-used": "test/cli/apply.test.ts",
  "device-refused": "test/cli/flash.test.ts",
  "not-confirmed": "test/cli/flash.test.ts",
  "card-failed": "test/cli/flash.test.ts",
  "lock-damaged": "test/cli/lock.test.ts",
  "channel-moved": "test/cli/lock.test.ts",
  "sum-changed": "test/cli/lock.test.ts",
  "download-failed": "test/cli/lock.test.ts",
  "not-locked": "test/cli/fetch.test.ts",
  "wrong-content": "test/cli/fetch.test.ts",
  "not-fetched": "test/cli/offline.test.ts",
  "payload-left-out": "test/cli/offline.test.ts",
  "payload-too-large": "test/cli/offline.test.ts",
  "offline-rancher": "test/cli/offline.test.ts",
};

const fixtures = readdirSync("test/errors");
const codeOf = (fixture: string) => fixture.replace(/--.*$/, "");

/** What stands on the terminal afterwards, in that order. */
async function validate(fixture: string): Promise<string> {
  let shown = "";
  const print = (text: string) => {
    shown += text;
  };
  await cli(["validate", "--profile", `test/errors/${fixture}/profile.yaml`], testIo({ out: print, err: print }));
  return shown;
}

test.each(fixtures)("a profile with %s is told what is wrong", async (fixture) => {
  const shown = await validate(fixture);
  const code = codeOf(fixture);
  expect(Object.keys(catalogue)).toContain(code);
  expect(shown).toMatch(new RegExp(`(?:error|warning)\\[${code}\\]: `));
  await expect(shown).toMatchFileSnapshot(`errors/${fixture}/expected.txt`);
});

test("every code has a fixture, or a test that shows it", () => {
  const shown = new Set([...fixtures.map(codeOf), ...Object.keys(shownElsewhere)]);
  expect(Object.keys(catalogue).filter((code) => !shown.has(code))).toEqual([]);
});

test.each(Object.entries(shownElsewhere))("%s is shown by %s, and by no fixture", (code, file) => {
  expect(fixtures.map(codeOf)).not.toContain(code);
  expect(existsSync(file) && readFileSync(file, "utf8")).toMatch(new RegExp(`\\b${code}\\b`));
});
