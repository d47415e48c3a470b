import fc from "fast-check";
import { expect, test } from "vitest";
import { choiceNote, didYouMean } from "../../../src/model/did-you-mean.ts";

const keys = ["name", "nodes", "network", "version", "edge_pulse", "firewall"];

test.each([
  ["nodez", "nodes"],
  ["NODES", "nodes"],
  ["ndoes", "nodes"],
  ["edgePulse", "edge_pulse"],
  ["fire_wall", "firewall"],
])("%s is %s", (written, meant) => {
  expect(didYouMean(written, keys)).toEqual({ word: meant, words: [meant] });
});

test.each(["x", "wifi", "kubernetes", ""])("%j is none of them", (written) => {
  expect(didYouMean(written, keys)).toEqual({ words: [] });
});

test("words that are equally near are named, at most three", () => {
  const guess = didYouMean("ab1", ["ab2", "ab3", "ab4", "ab5"]);
  expect(guess).toEqual({ words: ["ab2", "ab3", "ab4"] });
  expect(choiceNote(guess)).toBe('did you mean "ab2" or "ab3" or "ab4"?');
});

test("a word that is there is always found", () => {
  fc.assert(
    fc.property(fc.constantFrom(...keys), (key) => {
      expect(didYouMean(key, keys).word).toBe(key);
    }),
  );
});
