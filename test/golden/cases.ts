import { chmodSync, copyFileSync, cpSync, mkdirSync, readdirSync } from "node:fs";
import { join } from "node:path";
import { cli } from "../../src/cli/cli.ts";
import { testIo } from "../support/test-io.ts";

const here = "test/golden";

/** Each folder below test/golden/cases/ is a case: a profile, and the tree that it must become. */
export const cases: readonly string[] = readdirSync(join(here, "cases")).sort();

export const caseFolder = (name: string): string => join(here, "cases", name);

/**
 * Builds a case below `root`, in a folder laid out like this project, with the fixed test bundle. Returns the path of the tree.
 * The bundle has everything that the cases need, so a build that would make keys fails.
 */
export async function buildCase(name: string, root: string): Promise<string> {
  mkdirSync(join(root, "cases"), { recursive: true });
  cpSync("profiles", join(root, "profiles"), { recursive: true, filter: (path) => !path.includes(".secrets.") });
  cpSync(caseFolder(name), join(root, "cases", name), {
    recursive: true,
    filter: (path) => !path.includes("expected"),
  });
  const cluster = name.split("--")[0] ?? name;
  const folder = join(root, "cases", name);
  const bundle = join(folder, `${cluster}.secrets.yaml`);
  copyFileSync(join(here, "test-bundle.secrets.yaml"), bundle);
  chmodSync(bundle, 0o600);
  const io = testIo();
  const code = await cli(["build", "--profile", join(folder, "profile.yaml"), "--out", join(root, "out", name)], io);
  if (code !== 0 || io.printed.err.includes("bundle-extended"))
    throw new Error(`case ${name}: exit ${code}\n${io.printed.err}`);
  return join(root, "out", name, cluster);
}
