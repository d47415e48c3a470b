import type { Reporter, TestCase, TestModule } from "vitest/node";

/**
 * The last lines of a run, for whoever reads logs by machine or sees only their end: each failure in a few lines, then
 * `12 passed, 0 failed`.
 */
export const tally: Reporter = {
  onTestRunEnd(modules, errors) {
    const tests = modules.flatMap((module) => [...module.children.allTests()]);
    const failed = tests.filter(isFailed);
    const broken = modules.filter(isBroken);
    for (const test of failed) process.stdout.write(`${why(test)}\n`);
    for (const module of broken) {
      const found = [...module.errors(), ...[...module.children.allSuites()].flatMap((suite) => suite.errors())];
      process.stdout.write(`FAILED ${module.relativeModuleId}: ${messages(found)}\n`);
    }
    const lost = failed.length + broken.length + errors.length;
    const passed = tests.filter((test) => test.result().state === "passed");
    process.stdout.write(`${passed.length} passed, ${lost} failed\n`);
  },
};

const isFailed = (test: TestCase) => test.result().state === "failed";

/** It failed outside its tests: it could not be read, or a hook threw, and its tests were never begun. */
const isBroken = (module: TestModule) => module.state() === "failed" && ![...module.children.allTests()].some(isFailed);

const why = (test: TestCase) => `FAILED ${test.fullName}: ${messages(test.result().errors ?? [])}`;

const messages = (errors: readonly { readonly message: string }[]) =>
  errors.map(({ message }) => short(message)).join("; ");

const short = (message: string) => (message.length > 1500 ? `${message.slice(0, 1500)} ...` : message);
