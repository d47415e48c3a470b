import { expect, test } from "vitest";
import { fuzz, laboratory } from "./fuzz.ts";
import { mutated } from "./mutate.ts";
import { trial } from "./trial.ts";

test("no changed profile makes edgegen throw, or say what should not be shown", { timeout: 300_000 }, async () => {
  const { inputs, refused, accepted, wrong } = await fuzz(1, 2000, await laboratory());
  expect([...wrong.values()]).toEqual([]);
  expect(refused + accepted).toBe(inputs);
  expect(accepted, "all are refused: nothing was tried behind the checks").toBeGreaterThan(80);
  expect(refused).toBeGreaterThan(accepted);
});

test("the profile of a seed is always the same", async () => {
  const { corpus } = await laboratory();
  const [once, again] = [mutated(corpus, 77), mutated(corpus, 77)];
  expect(once).toEqual(again);
  expect(mutated(corpus, 78)).not.toEqual(once);
});

test("something that is thrown is noticed, and its input made small", async () => {
  const lab = await laboratory();
  const broken = { ...lab, templates: new Map() };
  expect(await trial(broken, { path: "x.yaml", bytes: new TextEncoder().encode("version: 1\n") })).toEqual({
    kind: "refused",
  });
  const { wrong } = await fuzz(1, 60, broken);
  const [found] = wrong.values();
  expect(found?.reason).toMatch(/^thrown: Error: there is no template/);
  expect(found?.text.length).toBeLessThan(400);
});
