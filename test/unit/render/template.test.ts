import { execFileSync } from "node:child_process";
import fc from "fast-check";
import Handlebars from "handlebars";
import { beforeAll, expect, test } from "vitest";
import { readTemplates } from "../../../src/cli/process-io.ts";
import type { Templates } from "../../../src/model/plan.ts";
import { quoteLine, quoteShell, quoteUnit } from "../../../src/render/quote.ts";
import { fillTemplate } from "../../../src/render/template.ts";

let templates: Templates;
beforeAll(async () => {
  templates = await readTemplates("templates/");
});

/** Every interpolation of a template as the source writes it, found through Handlebars' own syntax tree. */
function bareValues(name: string, text: string): string[] {
  const found: string[] = [];
  const visitor = new Handlebars.Visitor();
  visitor.MustacheStatement = (statement) => {
    if (statement.params.length === 0) found.push(`${name}:${statement.loc.start.line}`);
  };
  visitor.accept(Handlebars.parse(text));
  return found;
}

test("every value in every template goes through a quoting helper", () => {
  const bare = [...templates]
    .filter(([, text]) => text.includes("{{"))
    .flatMap(([name, text]) => bareValues(name, text));
  expect(bare).toEqual([]);
  expect(bareValues("x", "a {{b}}")).toEqual(["x:1"]);
});

test("scripts carry no interpolation at all: they read their values as data", () => {
  const scripts = [...templates].filter(([name]) => name.endsWith(".py"));
  expect(scripts.length).toBeGreaterThan(5);
  expect(scripts.filter(([, text]) => text.includes("{{"))).toEqual([]);
});

const one = (text: string) => new Map([["t", text]]);

test("a missing value, an unknown helper and an unknown template are bugs, not empty text", () => {
  expect(() => fillTemplate(one("{{line x}}"), "t", {})).toThrow();
  expect(() => fillTemplate(one("{{html x}}"), "t", { x: "a" })).toThrow();
  expect(() => fillTemplate(one("{{line x}}"), "t", { x: { a: 1 } })).toThrow("text");
  expect(() => fillTemplate(one(""), "u", {})).toThrow("no template");
});

test("nothing is escaped for HTML", () => {
  expect(fillTemplate(one("{{line x}}"), "t", { x: "a & <b> 'c'" })).toBe("a & <b> 'c'");
});

test("a quoted value reaches a real shell as exactly that text", () => {
  const values = fc.array(
    fc.string({ unit: "grapheme", maxLength: 40 }).filter((text) => !text.includes("\0")),
    {
      minLength: 30,
      maxLength: 30,
    },
  );
  fc.assert(
    fc.property(values, (list) => {
      const script = list.map((value) => `printf '%s\\0' ${quoteShell(value)}`).join("\n");
      expect(execFileSync("sh", ["-c", script], { encoding: "utf8" })).toBe(list.map((value) => `${value}\0`).join(""));
    }),
    { numRuns: 20 },
  );
});

test("what cannot be written is refused", () => {
  expect(() => quoteShell("a\0b")).toThrow("control character");
  expect(() => quoteUnit("a\nb")).toThrow("control character");
  expect(() => quoteUnit("$HOME")).toThrow("dollar sign");
  expect(() => quoteUnit("a\uffff")).toThrow("no character");
  expect(() => quoteLine("a\u2028b")).toThrow("control character");
  expect(quoteUnit('50% "x" \\')).toBe('50%% \\"x\\" \\\\');
});
