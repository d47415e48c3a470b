import { beforeAll, expect, test } from "vitest";
import { laboratory } from "./fuzz.ts";
import { heavy } from "./heavy.ts";
import { type Laboratory, trial } from "./trial.ts";

let lab: Laboratory;
beforeAll(async () => {
  lab = await laboratory();
});

/** How long each takes is measured in test/bench: what takes for ever does not end here either. */
test.each([...heavy])("%s are read or refused", async (_title, text) => {
  const outcome = await trial(lab, { path: "lab.yaml", bytes: new TextEncoder().encode(text()) });
  expect(outcome).toEqual({ kind: expect.stringMatching(/^(?:accepted|refused)$/) });
});

test("what is large and right is accepted", async () => {
  for (const title of ["4,000 nodes", "20,000 nodes in a range"]) {
    const outcome = await trial(lab, { path: "lab.yaml", bytes: new TextEncoder().encode(heavy.get(title)?.()) });
    expect(outcome, title).toEqual({ kind: "accepted" });
  }
});
