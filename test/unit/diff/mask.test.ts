import fc from "fast-check";
import { expect, test } from "vitest";
import { maskData } from "../../../src/diff/mask-data.ts";
import { maskTexts } from "../../../src/diff/mask-text.ts";

const nothing = { secrets: [], toBeMade: [] };

test("a known secret is gone from any text, and what was exchanged shows", () => {
  const known = { secrets: ["hunter2hunter2", "other-secret"], toBeMade: ["AAAAnew"] };
  const [before, after] = maskTexts(["a hunter2hunter2 b\n", "a other-secret b\nhost AAAAnew\n"], known, false);
  expect([before, after]).toEqual(["a SECRET-1 b\n", "a SECRET-2 b\nhost MADE-BY-BUILD\n"]);
  expect(maskTexts(["x hunter2hunter2", "y hunter2hunter2"], known, false)).toEqual(["x SECRET-1", "y SECRET-1"]);
});

test("two secrets that change places do not look the same", () => {
  const known = { secrets: ["first-secret", "second-secret"], toBeMade: [] };
  const [before, after] = maskTexts(["first-secret second-secret", "second-secret first-secret"], known, false);
  expect([before, after]).toEqual(["SECRET-1 SECRET-2", "SECRET-2 SECRET-1"]);
});

test("wherever secrets stand, overlap or touch, nothing of them is left, and the rest is", () => {
  const secret = fc.stringMatching(/^[a-c]{8,12}$/);
  const word = fc.stringMatching(/^[x-z ]{0,6}\n?$/);
  fc.assert(
    fc.property(
      fc.array(secret, { minLength: 1, maxLength: 3 }),
      fc.array(word),
      fc.infiniteStream(fc.nat()),
      (secrets, words, picks) => {
        const pieces = words.map((each) => [each, secrets[(picks.next().value ?? 0) % secrets.length] ?? ""] as const);
        const [masked] = maskTexts([pieces.flat().join(""), ""], { secrets, toBeMade: [] }, false);
        expect(masked).not.toMatch(/[a-c]/);
        expect(masked.replace(/SECRET-\d+/g, "")).toBe(words.join(""));
      },
    ),
    { seed: 4 },
  );
});

test("keys are told by their form, certificates as what they are", () => {
  const block = (kind: string, body: string) => `-----BEGIN ${kind}-----\n${body}\n-----END ${kind}-----\n`;
  const text = `${block("EC PRIVATE KEY", "MHcCAQEE")}between\n${block("CERTIFICATE", "MIIB")}`;
  expect(maskTexts([text, text], nothing, false)[0]).toBe("SECRET-1\nbetween\nCERTIFICATE-2\n");
});

test("by looks what stands behind a key is secret, else only what is known to be", () => {
  const text = "password: hunter2\nname: lab\n";
  expect(maskTexts([text, text], nothing, true)[0]).toBe("password: SECRET-1\nname: lab\n");
  expect(maskTexts([text, text], nothing, false)[0]).toBe(text);
});

test("in data what is known, looks random or stands behind such a key is secret, on both sides", () => {
  const known = { secrets: ["correct horse"], toBeMade: [] };
  const before = {
    a: { token: "x", port: 1 },
    odd: "old and unknown",
    plain: ["lab", "K10abcdefghijklmnopqrstuvwxyz"],
    on: true,
  };
  const after = { a: { token: "y", port: 2 }, odd: 'a "correct horse"', plain: ["lab"], on: false };
  const [old, fresh] = maskData([before, after], known);
  expect(old).toEqual({
    a: { token: "SECRET-1", port: 1 },
    odd: "SECRET-2",
    plain: ["SECRET-3", "SECRET-4"],
    on: true,
  });
  expect(fresh).toEqual({ a: { token: "SECRET-5", port: 2 }, odd: "SECRET-6", plain: ["SECRET-3"], on: false });
});

test("all of a section that is secret is, and registries' auth in both its forms", () => {
  const data = {
    stringData: { a: "b", deep: [{ c: 1 }] },
    auth: { username: "me", password: "p" },
    one: { auth: "bWU6cA==" },
    url: "https://me:pw@host",
  };
  expect(maskData([data, data], nothing)[0]).toEqual({
    stringData: { a: "SECRET-1", deep: [{ c: "SECRET-2" }] },
    auth: { username: "me", password: "SECRET-3" },
    one: { auth: "SECRET-4" },
    url: "SECRET-5",
  });
});
