import type { Reporter, TestCase } from "vitest/node";

/**
 * The last lines of a run, for whoever reads logs by machine or sees only their end: each failure in a few lines, then
 * `12 passed, 0 failed`.
 */
export const tally: Reporter = {
  onTestRunEnd(modules, errors) {
    const tests = modules.flatMap((module) => [...module.children.allTests()]);
    const inState = (state: string) => tests.filter((test) => test.result().state === state);
    const failed = inState("failed");
    const broken = modules.filter((module) => module.state() === "failed" && failed.length === 0);
    for (const test of failed) process.stdout.write(`${why(test)}\n`);
    for (const { moduleId, errors: found } of broken.map((module) => ({
      moduleId: module.moduleId,
      errors: module.errors(),
    })))
      process.stdout.write(`FAILED ${moduleId}: ${found.map(({ message }) => short(message)).join("; ")}\n`);
    const lost = failed.length + broken.length + errors.length;
    process.stdout.write(`${inState("passed").length} passed, ${lost} failed\n`);
  },
};

function why(test: TestCase): string {
  const found = test.result().errors ?? [];
  return `FAILED ${test.fullName}: ${found.map(({ message }) => short(message)).join("; ")}`;
}

const short = (message: string) => (message.length > 1500 ? `${message.slice(0, 1500)} ...` : message);
