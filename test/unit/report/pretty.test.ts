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

1 error; edgegen explain unknown-key says more
`);
});

test("a line that holds a secret is named but not shown, and what to do is said below", () => {
  const fault = { ...unknownKey, notes: [], secret: true as const };
  expect(as("pretty", [fault])).toBe(
    'lab.yaml:2:1: error[unknown-key]: unknown key "clustr"\n  = did you mean "cluster"?\n\n1 error; edgegen explain unknown-key says more\n',
  );
});

test("the last line says where to read on: about the first error, or the first warning where nothing fails", () => {
  const other: Diagnostic = { ...unknownKey, code: "bad-name" };
  const warning: Diagnostic = { ...unknownKey, code: "no-root", severity: "warning" };
  const last = (diagnostics: readonly Diagnostic[]) =>
    print(diagnostics, new Map(), plainOptions).trimEnd().split("\n").at(-1);
  expect(last([unknownKey, unknownKey, warning])).toBe("2 errors, 1 warning; edgegen explain unknown-key says more");
  const everyCode = ", as it does of every code in brackets";
  expect(last([unknownKey, other])).toBe(`2 errors; edgegen explain unknown-key says more${everyCode}`);
  expect(last([warning])).toBe("1 warning, no error; edgegen explain no-root says more");
});

test("what is to be said of several lines in the same words is drawn once, with the lines; --format line has them all", () => {
  const tabs = "a:\n\tb: 1\n\tc: 2\n d: 3\n\te: 4\n";
  const tab = (start: number): Diagnostic => ({
    ...{ code: "tab-indent", severity: "error", message: "a tab", notes: [] },
    span: { file: "t.yaml", start, end: start + 1 },
  });
  const all = [...tabs.matchAll(/\t/g)].map(({ index }) => tab(index));
  const shown = (format: Format) => print(all, new Map([["t.yaml", tabs]]), { ...plainOptions, format });
  expect(shown("pretty")).toBe(
    "t.yaml:2:1: error[tab-indent]: a tab\n  │\n2 │ →b: 1\n  │ ~\n  = and on 2 more lines: 3, 5\n\n3 errors; edgegen explain tab-indent says more\n",
  );
  expect(shown("line").split("\n")).toHaveLength(4);
});

test("the same slip in several nodes is drawn at the first of them", () => {
  const at = (start: number, message: string): Diagnostic => {
    return { ...unknownKey, message, notes: [], span: { file: "lab.yaml", start, end: start + 1 } };
  };
  const text = as("pretty", [at(0, 'board of node "a" is wrong'), at(11, 'board of node "b" is wrong')]);
  expect(text).toContain('board of node "a" is wrong');
  expect(text).toContain("= and on 1 more line: 2");
  expect(text).not.toContain('node "b"');
});

test("a long list is shown once on a screen", () => {
  const list = { message: "allowed here: a, b" };
  const at = (start: number): Diagnostic => {
    return { ...unknownKey, message: `at ${start}`, notes: [list], span: { file: "lab.yaml", start, end: start + 1 } };
  };
  expect(as("pretty", [at(0), at(11)]).match(/allowed here/g)).toHaveLength(1);
  expect(as("line", [at(0), at(11)]).match(/allowed here/g)).toHaveLength(2);
});

test("what is the same of one line is drawn each time, and so is what names a second place", () => {
  const at = (start: number, more: Partial<Diagnostic> = {}): Diagnostic => {
    return { ...unknownKey, notes: [], span: { file: "lab.yaml", start, end: start + 1 }, ...more };
  };
  const frames = (diagnostics: readonly Diagnostic[]) => as("pretty", diagnostics).match(/ error\[/g)?.length;
  expect(frames([at(11), at(13)])).toBe(2);
  expect(frames([at(0, unknownKey), at(11, { notes: unknownKey.notes })])).toBe(2);
});

test("a carriage return alone ends a line too", () => {
  const at: Diagnostic = { ...unknownKey, span: { file: "m.yaml", start: 16, end: 17 }, notes: [] };
  const [headline = "", , source] = print(
    [at],
    new Map([["m.yaml", "a: 1\r\nbc: 2\rde: x\rf: 4"]]),
    plainOptions,
  ).split("\n");
  expect(headline).toMatch(/^m\.yaml:3:5: /);
  expect(source).toBe("3 │ de: x");
});

test("a source is looked through once, however many faults are in it", () => {
  let asked = 0;
  class Counted extends Map<string, string> {
    override get(file: string) {
      asked += 1;
      return super.get(file);
    }
  }
  const faults = Array.from({ length: 1000 }, () => unknownKey);
  print(faults, new Counted(sources), plainOptions);
  expect(asked).toBe(1);
});

test("what stands behind a key named like a secret is blotted out, in the same width", () => {
  const line = 'wifi: {ssid: a, password: "hunter22", country: x, psk: {secret: wifi}}';
  const at: Diagnostic = { ...unknownKey, span: { file: "w.yaml", start: 46, end: 53 }, notes: [] };
  const { suggestion: _, ...fault } = at;
  const [, , source = ""] = print([fault], new Map([["w.yaml", line]]), plainOptions).split("\n");
  expect(source).toBe("1 │ wifi: {ssid: a, password: ••••••••••, country: x, psk: {secret: wifi}}");
});

test("one line for each fault, for grep and for editors, with what to do in the same line", () => {
  expect(as("line")).toBe(
    'lab.yaml:2:1: error[unknown-key]: unknown key "clustr" (did you mean "cluster"? allowed here: cluster, version; lab.yaml:1:1: first used here)\n',
  );
  const { suggestion: _, ...bare } = { ...unknownKey, notes: [] };
  expect(as("line", [bare])).toBe('lab.yaml:2:1: error[unknown-key]: unknown key "clustr"\n');
});

test("that quotes or brackets are missing or too many is said as such", () => {
  const quoted = new Map([["q.yaml", 'version: "1"\ncluster: 5\nname: [x]\n']]);
  const at = (start: number, end: number, suggestion: string): Diagnostic => {
    const span = { file: "q.yaml", start, end };
    return { ...unknownKey, span, notes: [], suggestion: { span, text: suggestion } };
  };
  const hint = (diagnostic: Diagnostic) => print([diagnostic], quoted, plainOptions).split("\n")[3];
  expect(hint(at(9, 12, "1"))).toBe("  │          ~~~ without quotes: 1");
  expect(hint(at(22, 23, '"5"'))).toBe('  │          ~ in quotes: "5"');
  expect(hint(at(22, 23, "[5]"))).toBe("  │          ~ in brackets: [5]");
  expect(hint(at(30, 33, "x"))).toBe("  │       ~~~ without brackets: x");
});

test("what stands there already is no suggestion", () => {
  const span = { file: "lab.yaml", start: 11, end: 17 };
  expect(as("line", [{ ...unknownKey, notes: [], suggestion: { span, text: "clustr" } }])).not.toContain("(");
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
  const odd = { ...unknownKey, notes: [], message: "100%\nof it" };
  expect(as("github", [odd])).toBe(
    '::error file=lab.yaml,line=2,col=1,title=unknown-key::100%25%0Aof it (did you mean "cluster"?)\n',
  );
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

test("what to write instead stands below the carets where it has no room behind them", () => {
  const line = `${"a: 1, ".repeat(6)}clustr: lab}`;
  const start = line.indexOf("clustr");
  const span = { file: "w.yaml", start, end: start + 6 };
  const at: Diagnostic = { ...unknownKey, span, notes: [], suggestion: { span, text: "cluster" } };
  const [, , , carets, below] = print([at], new Map([["w.yaml", line]]), { ...plainOptions, width: 60 }).split("\n");
  expect(carets).toBe(`  │ ${" ".repeat(36)}~~~~~~`);
  expect(below).toBe(`  │ ${" ".repeat(33)}did you mean "cluster"?`);
});

test("a long line of wide characters is cut by the columns that they take", () => {
  const line = `${"日".repeat(100)}X${"本😀".repeat(100)}`;
  const at: Diagnostic = { ...unknownKey, span: { file: "l.yaml", start: 100, end: 101 }, notes: [] };
  const { suggestion: _, ...plain } = at;
  const [, , source = "", carets = ""] = print([plain], new Map([["l.yaml", line]]), {
    ...plainOptions,
    width: 60,
  }).split("\n");
  const wide = (text: string) => [...text].reduce((sum, c) => sum + (/[日本😀]/u.test(c) ? 2 : 1), 0);
  expect(wide(source)).toBeLessThanOrEqual(60);
  expect(wide(source.slice(0, source.indexOf("X")))).toBe(carets.indexOf("~"));
  expect(/[\ud800-\udbff](?![\udc00-\udfff])|(?<![\ud800-\udbff])[\udc00-\udfff]/.test(source)).toBe(false);
});

test("a file whose name would rewrite the terminal is shown by its characters' numbers", () => {
  const span = { file: "a\u001b[31m.yaml", start: 0, end: 1 };
  const at: Diagnostic = { ...unknownKey, span, notes: [{ message: "here", span }] };
  for (const format of ["pretty", "line", "github"] as const) {
    const shown = print([at], new Map([["a\u001b[31m.yaml", "x: 1\n"]]), { ...plainOptions, format });
    expect(shown).not.toContain("\u001b");
    expect(shown).toContain("a‹U+001B›[31m.yaml");
  }
});
