import { expect, test } from "vitest";
import type { Diagnostic } from "../../../src/model/diagnostic.ts";
import { collect, exitCode } from "../../../src/report/collect.ts";
import { type Format, plainOptions, print } from "../../../src/report/formats.ts";

const text = 'version: 1\nclustr: lab\nname: "é日本"\n';
const sources = new Map([["lab.yaml", text]]);

const unknownKey: Diagnostic = {
  code: "unknown-key",
  severity: "error",
  message: 'unknown key "clustr"',
  span: { file: "lab.yaml", start: 11, end: 17 },
  notes: [
    { message: "allowed here: cluster, version" },
    { message: "first used here", span: { file: "lab.yaml", start: 0, end: 7 } },
  ],
  suggestion: { span: { file: "lab.yaml", start: 11, end: 17 }, text: "cluster" },
};

const as = (format: Format, diagnostics: readonly Diagnostic[] = [unknownKey]) =>
  print(diagnostics, sources, { ...plainOptions, format, width: 60 });

test("a frame names the place first, marks it, offers the replacement under it, and lists what else is known", () => {
  expect(as("pretty")).toBe(`lab.yaml:2:1: error[unknown-key]: unknown key "clustr"
  │
2 │ clustr: lab
  │ ~~~~~~ did you mean "cluster"?
  = allowed here: cluster, version
  = lab.yaml:1:1: first used here
  │
1 │ version: 1
  │ ~~~~~~~

1 error
`);
});

test("a line that holds a secret is named but not shown", () => {
  const { suggestion: _, ...fault } = { ...unknownKey, notes: [], secret: true as const };
  expect(as("pretty", [fault])).toBe('lab.yaml:2:1: error[unknown-key]: unknown key "clustr"\n\n1 error\n');
});

test("what stands behind a key named like a secret is blotted out, in the same width", () => {
  const line = 'wifi: {ssid: a, password: "hunter22", country: x, psk: {secret: wifi}}';
  const at: Diagnostic = { ...unknownKey, span: { file: "w.yaml", start: 46, end: 53 }, notes: [] };
  const { suggestion: _, ...fault } = at;
  const [, , source = ""] = print([fault], new Map([["w.yaml", line]]), plainOptions).split("\n");
  expect(source).toBe("1 │ wifi: {ssid: a, password: ••••••••••, country: x, psk: {secret: wifi}}");
});

test("one line for each fault, for grep and for editors", () => {
  expect(as("line")).toBe('lab.yaml:2:1: error[unknown-key]: unknown key "clustr"\n');
});

test("JSON has positions, offsets, notes and the replacement", () => {
  expect(JSON.parse(as("json"))).toEqual([
    {
      code: "unknown-key",
      severity: "error",
      message: 'unknown key "clustr"',
      file: "lab.yaml",
      line: 2,
      column: 1,
      start: 11,
      end: 17,
      notes: [
        { message: "allowed here: cluster, version" },
        { message: "first used here", file: "lab.yaml", line: 1, column: 1, start: 0, end: 7 },
      ],
      suggestion: "cluster",
    },
  ]);
  expect(JSON.parse(as("json", []))).toEqual([]);
});

test("an annotation escapes what would end it", () => {
  const odd = { ...unknownKey, message: "100%\nof it" };
  expect(as("github", [odd])).toBe("::error file=lab.yaml,line=2,col=1,title=unknown-key::100%25%0Aof it\n");
});

test("a fault without a place is led by its subject", () => {
  const full: Diagnostic = { code: "disk-full", severity: "error", subject: "out/lab", message: "full", notes: [] };
  expect(as("line", [full])).toBe("out/lab: error[disk-full]: full\n");
});

test("carets stand under wide characters, and columns count characters", () => {
  const wide = { ...unknownKey, span: { file: "lab.yaml", start: 31, end: 33 }, notes: [] };
  const { suggestion: _, ...plain } = wide;
  expect(as("pretty", [plain]).split("\n").slice(0, 4)).toEqual([
    'lab.yaml:3:9: error[unknown-key]: unknown key "clustr"',
    "  │",
    '3 │ name: "é日本"',
    "  │         ~~~~",
  ]);
});

test("a long line is cut down around what is marked", () => {
  const long = `key: ${"a".repeat(200)}X${"b".repeat(200)}`;
  const at: Diagnostic = { ...unknownKey, span: { file: "l.yaml", start: 205, end: 206 }, notes: [] };
  const { suggestion: _, ...plain } = at;
  const [, , source = "", carets = ""] = print([plain], new Map([["l.yaml", long]]), {
    ...plainOptions,
    width: 60,
  }).split("\n");
  expect(source.length).toBeLessThanOrEqual(60);
  expect(source[carets.indexOf("~")]).toBe("X");
});

test("characters that would rewrite the terminal are shown by their number", () => {
  const hostile = "name: a\u202Eb\u001B[31m";
  const at: Diagnostic = {
    ...unknownKey,
    message: "bad \u0007",
    span: { file: "h.yaml", start: 6, end: 9 },
    notes: [],
  };
  const shown = print([at], new Map([["h.yaml", hostile]]), plainOptions);
  expect(shown).toContain("a‹U+202E›b‹U+001B›");
  expect(shown).toContain("bad ‹U+0007›");
  expect(["\u202E", "\u001B", "\u0007"].filter((character) => shown.includes(character))).toEqual([]);
});

test("each fault is shown once, in the order of the file", () => {
  const first = { ...unknownKey, span: { file: "lab.yaml", start: 0, end: 1 } };
  const list = collect([unknownKey, first, { ...unknownKey }], { strict: false, allow: [] });
  expect(list.map((d) => d.span?.start)).toEqual([0, 11]);
});

test("a warning can be allowed, an error cannot; --strict turns warnings into errors", () => {
  const warning: Diagnostic = { ...unknownKey, code: "control-plane-memory", severity: "warning" };
  expect(collect([warning], { strict: false, allow: ["control-plane-memory"] })).toEqual([]);
  expect(collect([unknownKey], { strict: false, allow: ["unknown-key"] })).toHaveLength(1);
  expect(exitCode(collect([warning], { strict: false, allow: [] }))).toBe(0);
  expect(exitCode(collect([warning], { strict: true, allow: [] }))).toBe(1);
});

test("the exit code tells the profile from the machine", () => {
  const full: Diagnostic = { code: "disk-full", severity: "error", message: "full", notes: [] };
  expect(exitCode([unknownKey])).toBe(1);
  expect(exitCode([unknownKey, full])).toBe(3);
});
