import { mkdtempSync, readdirSync, rmSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import type { TestProject } from "vitest/node";
import { buildCase, cases } from "../golden/cases.ts";
import { prepareTools, type Tools } from "./tools.ts";

declare module "vitest" {
  export interface ProvidedContext {
    tools: Tools;
    /** What `build` wrote for each golden case, every node of it. */
    trees: readonly Tree[];
  }
}

export interface Tree {
  readonly name: string;
  readonly folder: string;
  /** Why it could not be built. Said by the tests, since a set-up that fails would stop the unit tests too. */
  readonly complaint?: string;
}

/** Runs once, and only when a test of this project is selected: the tools, the root, and the trees that are to be judged. */
export async function setup(project: TestProject): Promise<() => void> {
  const tools = prepareTools();
  for (const reason of Object.values(tools.missing)) process.stderr.write(`not everything is judged: ${reason}\n`);
  project.provide("tools", tools);
  const work = mkdtempSync(join(tmpdir(), "edgegen-oracles-"));
  const given = process.env["EDGEGEN_OUT"];
  project.provide("trees", given === undefined ? await builtCases(work) : builtBefore(given));
  return () => rmSync(work, { recursive: true, force: true });
}

/** EDGEGEN_OUT=out: the judges look at what lies there instead of at the golden cases. */
function builtBefore(out: string): readonly Tree[] {
  const entries = readdirSync(out, { withFileTypes: true }).filter((entry) => entry.isDirectory());
  return entries.map(({ name }) => ({ name, folder: join(out, name) }));
}

async function builtCases(work: string): Promise<readonly Tree[]> {
  const trees: Tree[] = [];
  for (const name of cases) {
    const built = buildCase(name, work).then(
      (folder) => ({ name, folder }),
      (error: unknown) => ({ name, folder: "", complaint: String(error) }),
    );
    trees.push(await built);
  }
  return trees;
}
