import { readdirSync } from "node:fs";
import { expect } from "vitest";
import { oracle, run } from "./oracle.ts";

/** test/node: the code that runs on a node, tried by Python's own test runner in temporary folders. */
const modules = readdirSync("test/node").filter((name) => /^test_\w+\.py$/.test(name));

for (const name of modules) {
  oracle(`the node's code: ${name}`, ["python3"], async () => {
    const { status, output } = await run("python3", [
      "-B",
      "-m",
      "unittest",
      "discover",
      "-s",
      "test/node",
      "-p",
      name,
    ]);
    expect(output).toMatch(/^Ran [1-9]\d* tests? in /m);
    expect(status, output).toBe(0);
  });
}
