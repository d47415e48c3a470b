import { execFile } from "node:child_process";
import { expect, inject, test } from "vitest";
import { type Job, type Outcome, runInRoot } from "../testbed/root.ts";
import type { Tool } from "./tools.ts";

/**
 * A test whose judge is a program of somebody else's. Where the program is missing the test is skipped and says why; in CI
 * (CI=true) it fails instead, so that nothing goes unjudged there.
 */
export function oracle(title: string, needs: readonly Tool[], body: () => Promise<void>): void {
  test(title, { timeout: 600_000 }, async (context) => {
    const { missing } = inject("tools");
    const reasons = needs.flatMap((tool) => missing[tool] ?? []);
    if (reasons.length === 0) return body();
    if (process.env["CI"] === "true") throw new Error(reasons.join("; "));
    context.skip(reasons.join("; "));
  });
}

/** Something to be judged. `at` says where it came from, as case/node:file. */
export interface Exhibit {
  readonly at: string;
  readonly text: string;
}

/** Equal texts are judged once; the name of what is kept says how many there are. None at all is a fault of its own. */
export function distinct<T extends Exhibit>(what: string, exhibits: readonly T[]): readonly T[] {
  expect(exhibits.length, `${what}: no card has any, so nothing would be judged`).toBeGreaterThan(0);
  const groups = new Map<string, T[]>();
  for (const exhibit of exhibits) groups.set(exhibit.text, [...(groups.get(exhibit.text) ?? []), exhibit]);
  return [...groups.values()].flatMap(([first, ...others]) =>
    first === undefined
      ? []
      : [others.length === 0 ? first : { ...first, at: `${first.at} (and ${others.length} more)` }],
  );
}

/** Jobs in the trixie root, one for each exhibit. */
export function judgeInRoot<T>(exhibits: readonly T[], job: (exhibit: T) => Job): Promise<readonly Outcome[]> {
  return runInRoot(inject("tools").root ?? "", exhibits.map(job));
}

/** A program of this machine. Never throws: what it said is in the outcome. */
export function run(program: string, args: readonly string[], stdin = ""): Promise<Outcome> {
  return new Promise((resolve) => {
    const env = { ...process.env, LC_ALL: "C", PATH: `${process.env["PATH"]}:/usr/sbin:/sbin` };
    const child = execFile(program, args, { env, maxBuffer: 1 << 26 }, (error, stdout, stderr) =>
      resolve({ status: error === null ? 0 : Number(error.code ?? 1), output: `${stdout}${stderr}`.trim() }),
    );
    child.stdin?.on("error", () => undefined).end(stdin);
  });
}

/** Of each exhibit that its judge did not let pass: the place, and the judge's own words. */
export function faults(
  exhibits: readonly Exhibit[],
  outcomes: readonly Outcome[],
  passes = ({ status }: Outcome) => status === 0,
): string[] {
  return exhibits.flatMap(({ at }, index) => {
    const outcome = outcomes[index] ?? { status: -1, output: "no answer" };
    return passes(outcome) ? [] : [`${at}: exit ${outcome.status}: ${outcome.output}`];
  });
}
