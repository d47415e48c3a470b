import fc from "fast-check";
import { expect, test } from "vitest";
import type { MapTree, Tree } from "../../../src/model/tree.ts";
import { findAt } from "../../../src/model/tree-path.ts";
import { checkManifest, parseYaml } from "../../../src/yaml/parse.ts";
import { covered, marked } from "../support/marks.ts";

function parse(text: string): MapTree {
  const { value, diagnostics } = parseYaml("a.yaml", text);
  expect(diagnostics).toEqual([]);
  expect(value?.kind).toBe("map");
  return value as MapTree;
}

const at = (tree: MapTree, key: string): Tree => tree.entries.get(key)?.value as Tree;

/** Faults of a marked text as code and place. */
function faults(fixture: string) {
  const { text, spans } = marked(fixture);
  const { diagnostics, value } = parseYaml("a.yaml", text);
  const found = diagnostics.map(({ code, span }) => [code, covered(span, text), span?.start]);
  return {
    found,
    expected: (code: string) => spans.map(({ start, end }) => [code, text.slice(start, end), start]),
    value,
  };
}

test("keys and values know where they stand", () => {
  const { text, spans } = marked("«os»:\n  «image»: «generic»\n");
  const tree = parse(text);
  const [os, image] = [findAt(tree, ["os"]), findAt(tree, ["os", "image"])];
  expect([os?.keySpan, image?.keySpan, image?.value.span]).toEqual(spans.map((span) => ({ file: "a.yaml", ...span })));
});

test("a quoted value is covered with its quotes, and a block without what follows it", () => {
  const { text, spans } = marked("a: «'x y'»\nb: «>-\n  one\n  two»\nc: 1\n");
  const tree = parse(text);
  expect([at(tree, "a").span.start, at(tree, "a").span.end]).toEqual([spans[0]?.start, spans[0]?.end]);
  expect(at(tree, "b").span.start).toBe(spans[1]?.start);
  expect(at(tree, "b")).toMatchObject({ value: "one two" });
});

test("no is text, the country of Norway", () => {
  expect(at(parse("a: no\nb: NO\nc: on\nd: true\n"), "a")).toMatchObject({ value: "no" });
  expect(at(parse("a: NO\n"), "a")).toMatchObject({ value: "NO", plain: "NO" });
});

test("an unquoted number keeps its source, which its value loses", () => {
  const tree = parse('a: 0600\nb: 1.10\nc: "0600"\n');
  expect([at(tree, "a"), at(tree, "b")]).toMatchObject([
    { value: 600, plain: "0600" },
    { value: 1.1, plain: "1.10" },
  ]);
  expect(at(tree, "c")).not.toHaveProperty("plain");
});

test("an alias is what it stands for, with its place", () => {
  const { text, spans } = marked("a: &x «{b: 1}»\nc: *x\n");
  const tree = parse(text);
  expect(at(tree, "c")).toBe(at(tree, "a"));
  expect(at(tree, "c").span.start).toBe(spans[0]?.start);
});

test("an empty file is nothing, without a fault", () => {
  expect(parseYaml("a.yaml", "# only a remark\n")).toMatchObject({ value: { value: null }, diagnostics: [] });
});

test.each([
  ["a tab, and another one", "a:\n«\t»b: 1\n«\t»c: 2\n"],
  ["a tab behind spaces", "a:\n  - b: 1\n  «\t»c: 2\n"],
  ["a tab in brackets", "a: {\n«\t»b: 1\n}\n"],
  ["a tab with faults in its wake", "nodes:\n  - name: x\n«\t  »role: y\n  - name: z\n"],
])("%s: told once for each line, with what to do", (_title, fixture) => {
  const { found, expected, value } = faults(fixture);
  expect(found).toEqual(expected("tab-indent"));
  expect(value).toBeUndefined();
});

test.each([
  ["two colons, twice", "a: «b»: c\nd: 1\ne: «f»: g\n"],
  ["a key without its colon", "«network»\n  subnet: 1\nb: 2\n"],
  ["a colon without its space", "«name:dcn0»\nrole: x\n"],
  ["an indentation that fits nowhere", "a:\n   b: 1\n  «c»: 2\nd: 3\n"],
  ["a quotation mark that is not closed, at where it was opened", 'a: «"abc»\nb: 2\nc: 3\n'],
  ["a bracket that is not closed, at where it was opened", "a: «{»b: 1, c: 2\nd: 3\ne: 4\n"],
  ["a bracket that is open at the end of the file", "a:\n  b: «[»c\n\n"],
  ["a bracket that is closed by another one", "a: «[»b, c}\nd: 1\n"],
  ["a quotation mark that is not closed, in brackets", 'a: {b: 1, c: «"d, e: f}»\ng: 1\n'],
  [
    "a range without quotes, in each line that has one",
    "a:\n  - {b: «w{1..3}», c: 1}\n  - {b: «10.1.{2..3}», c: 1}\nd: 1\n",
  ],
  ["a range without quotes in a list", "a: [«w{1..3}», b]\n"],
  ["one line indented too far, at that line", "a:\n  b: 1\n   «c»: 2\nd: 3\n"],
  ["one line indented too far, below the first key of an item", "a:\n  - b: x\n     «c»: y\n"],
  ["a bracket too many", "a: [b]«]»\nc: 1\n"],
  ["a comma that is missing", "- {a: «b c: d»}\n"],
  ["a comma that is missing at the end of a line", "- {a: «b»\n   c: d}\n"],
  ["an anchor of nothing", "a: &«b»\n"],
  ["text that begins with @ or `", "a: «@b»\nc: «`d»\n"],
  ["items among keys", "a: 1\n«-» b\n"],
  ["an unknown escape", 'a: "«\\»q"\n'],
  ["a list as a key", "«[»1, 2]: x\n"],
  ["a second document", "a: 1\n«---»\nb: 2\n"],
  ["a tag", "a: «!foo» 1\n"],
  ["aliases of nothing", "a: «*x»\nb: «*y»\n"],
  ["a value that holds itself", "a: &a [«*a»]\n"],
  ["a directive that makes `no` false", "«%YAML 1.1»\n---\na: no\n"],
])("%s: a syntax error for each line that has one", (_title, fixture) => {
  const { found, expected, value } = faults(fixture);
  expect(found).toEqual(expected("yaml-syntax"));
  expect(value).toBeUndefined();
});

test.each([
  ["{a: w{1..3}}\n", "a range needs quotes here", 'write it as "w{1..3}"'],
  ['{a: w{1..3}, b: "x{1..3}", c: {4..6}}\n', "a range needs quotes here", 'write "w{1..3}" and "{4..6}"'],
  [
    "- {a: b\n   c: d}\n",
    "a comma is missing at the end of this line",
    "between { and } a comma stands before the next key",
  ],
  ["a: 1\n  b: 2\n", "indented further than the key above, which has a value", "begin it at column 1, below a"],
  ["a: {b: c]\n", "this bracket is never closed", "close it with }, not with ]"],
  [
    "a:\n  b: c\n  - d\n",
    "this does not belong here",
    "keys and list items do not mix on one level: look at the indentation",
  ],
  [
    'a: "b" c\n',
    "this stands behind the end of the value",
    "text that holds quotation marks or brackets needs quotes around all of it",
  ],
  ["a: |b\n", "text begins on the line below | or >", "text that begins with | or > itself needs quotes"],
  ["a: *hunter2\n", "no anchor of this name stands above", "text that begins with * needs quotes"],
])("%j is explained", (text, message, note) => {
  expect(parseYaml("a.yaml", text).diagnostics).toMatchObject([{ message, notes: [{ message: note }] }]);
});

test("a carriage return alone ends a line", () => {
  expect(parse("a: 1\rb:\r  c: 2\r\nd: 3\r").entries.size).toBe(3);
});

test("a tab in the text of a block is no indentation, even when something else is wrong", () => {
  const { found, expected } = faults("a: |\n  x\n  \ty\nb: «c»: d\n");
  expect(found).toEqual(expected("yaml-syntax"));
});

test("a repeated key is reported where it is repeated, with the first place; the first one counts", () => {
  const { text, spans } = marked("«a»: 1\n«a»: 2\n");
  const { value, diagnostics } = parseYaml("a.yaml", text);
  expect(diagnostics).toMatchObject([{ code: "duplicate-key", span: spans[1], notes: [{ span: spans[0] }] }]);
  expect(at(value as MapTree, "a")).toMatchObject({ value: 1 });
});

test("aliases of aliases do not eat the memory", () => {
  const lines = Array.from({ length: 12 }, (_, i) => `a${i + 1}: &a${i + 1} [${Array(10).fill(`*a${i}`).join(",")}]`);
  const { value, diagnostics } = parseYaml("a.yaml", `a0: &a0 x\n${lines.join("\n")}\n`);
  expect(diagnostics).toMatchObject([{ code: "yaml-syntax", message: expect.stringContaining("more than") }]);
  expect(value).toBeUndefined();
});

test("brackets without end are a fault, not a crash", () => {
  const { diagnostics } = parseYaml("a.yaml", `a: ${"[".repeat(20_000)}`);
  expect(diagnostics[0]?.code).toBe("yaml-syntax");
});

test("a manifest may have several documents", () => {
  const object = "apiVersion: v1\nkind: List\n";
  expect(checkManifest("m.yaml", `${object}---\n${object}---\n# nothing\n`)).toEqual([]);
  expect(checkManifest("m.yaml", "a: 1\n---\nb: c: 2\n")).toMatchObject([{ code: "yaml-syntax", span: { start: 12 } }]);
});

test.each([
  ["apiVersion: v1\n", "it has no kind"],
  ["replicas: 3\n", "it has no apiVersion and no kind"],
  ["- apiVersion: v1\n", "it is a list"],
  ["text\n", "it is one value"],
])("a document that is no object of Kubernetes is told why, where it begins: %j", (text, why) => {
  const found = checkManifest("m.yaml", `apiVersion: v1\nkind: List\n---\n${text}`);
  expect(found).toMatchObject([
    { code: "bad-manifest", message: `this is no object of Kubernetes: ${why}`, span: { file: "m.yaml", start: 30 } },
  ]);
});

test("no text makes the parser throw, and every span lies in the text", () => {
  const alphabet = fc.constantFrom(..."ab:-#\"'{}[]&*!|>%@` \n\t,?~0.\u0007é");
  const texts = fc.array(alphabet, { maxLength: 60 }).map((characters) => characters.join(""));
  fc.assert(
    fc.property(texts, (text) => {
      const { value, diagnostics } = parseYaml("a.yaml", text);
      expect(value !== undefined || diagnostics.length > 0).toBe(true);
      for (const { span } of diagnostics)
        expect(span && 0 <= span.start && span.start <= span.end && span.end <= text.length).toBe(true);
    }),
    { numRuns: 2000 },
  );
});
