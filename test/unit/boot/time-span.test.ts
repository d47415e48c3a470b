import { expect, test } from "vitest";
import { secondsOf } from "../../../src/boot/time-span.ts";

test.each([
  ["0", 0],
  ["5s", 5],
  ["100ms", 0.1],
  ["2min 4s", 124],
  ["1w", 604_800],
  ["1month 4w 1d 13h 30min", 60 * 86_400],
  ["infinity", undefined],
  ["", undefined],
  ["5 apples", undefined],
])("%j", (text, seconds) => {
  expect(secondsOf(text)).toBe(seconds);
});
