import { cpSync, existsSync, mkdtempSync, readdirSync, readFileSync, rmSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { afterAll, expect, test } from "vitest";
import { cli } from "../src/cli/cli.ts";
import { testIo } from "./support/test-io.ts";

const folder = mkdtempSync(join(tmpdir(), "edgegen-cookbook-"));
afterAll(() => rmSync(folder, { recursive: true, force: true }));

const recipes = readdirSync("docs/cookbook");
const page = readFileSync("docs/cookbook.md", "utf8");

async function run(args: readonly string[], stdin = ""): Promise<void> {
  const io = testIo({ stdin: async () => stdin });
  expect(await cli(args, io), io.printed.err).toBe(0);
}

test("there is a recipe for each case that people ask for", () => {
  expect(recipes).toEqual([
    "air-gapped.yaml",
    "fifty-nodes.yaml",
    "home-wifi.yaml",
    "mixed-boards.yaml",
    "one-node.yaml",
    "own-registry.yaml",
    "x86-rancher.yaml",
  ]);
});

/** As the page says: copied, its secrets stored, built. */
test.each(recipes)("%s has no fault and no warning, and becomes cards", async (name) => {
  const profile = join(folder, "profiles", name);
  cpSync(`docs/cookbook/${name}`, profile);
  const text = readFileSync(profile, "utf8");
  const out = join(folder, "out");
  for (const [, secret = ""] of text.matchAll(/\{secret: ([a-z-]+)\}/g)) {
    expect(text).toContain(`edgegen secrets set ${secret} --profile ${name.replace(".yaml", "")}`);
    await run(["secrets", "set", secret, "--profile", profile, "--out", out], "a password of the test\n");
  }
  await run(["validate", "--strict", "--profile", profile]);
  await run(["build", "--strict", "--profile", profile, "--out", out]);
  const cluster = join(out, /^cluster: (\S+)$/m.exec(text)?.[1] ?? "");
  const { nodes } = JSON.parse(readFileSync(join(cluster, "manifest.json"), "utf8")) as { nodes: { name: string }[] };
  for (const node of nodes) expect(existsSync(join(cluster, node.name, "boot", "user-data")), node.name).toBe(true);
  expect(page).toContain(`| [${name}](cookbook/${name}) | ${nodes.length} |`);
});
