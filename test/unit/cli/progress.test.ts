import { expect, test } from "vitest";
import { progressOf, progressText } from "../../../src/cli/progress.ts";
import { testIo } from "../../support/test-io.ts";

test.each([
  [0, 100, 5, "card   0 %"],
  [50e6, 100e6, 0.5, "card  50 %"],
  [50e6, 100e6, 2, "card  50 %  25 MB/s  2 s left"],
  [1e6, 181e6, 1, "card   0 %  1.0 MB/s  3 min 00 s left"],
  [100, 100, 2, "card  99 %  0.0 MB/s  0 s left"],
])("%i of %i bytes after %i s", (done, total, seconds, text) =>
  expect(progressText("card", done, total, seconds)).toBe(text),
);

test("a line is written five times a second and taken away at the end; where nobody watches there is none", () => {
  const lines: string[] = [];
  let now = 0;
  const progress = progressOf(testIo({ clock: () => now, watch: (line) => lines.push(line) }), "card", 100);
  for (now = 0; now < 1000; now += 50) progress.at(now / 10);
  progress.end();
  expect(lines.length).toBe(6);
  expect(lines.at(-1)).toBe("");
  progressOf(testIo({ clock: () => expect.unreachable() }), "card", 100).at(5);
});
