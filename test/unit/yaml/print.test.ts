import { spawnSync } from "node:child_process";
import fc from "fast-check";
import { expect, test } from "vitest";
import { parse } from "yaml";
import { printYaml } from "../../../src/yaml/print.ts";

const readings: readonly [string, (text: string) => unknown][] = [
  ["1.2", (text) => parse(text, { version: "1.2" })],
  ["1.1", (text) => parse(text, { version: "1.1" })],
];

/** Text that a reader could take for something else, next to ordinary text. */
const tricky = fc.constantFrom(
  "",
  " ",
  "~",
  "null",
  "Null",
  "yes",
  "No",
  "on",
  "OFF",
  "y",
  "n",
  "true",
  "0600",
  "0o600",
  "0x1f",
  "0b11",
  "1_000",
  "1:30",
  "190:20:30.15",
  "1e3",
  "E0",
  "e+1_0",
  "1.5e+3",
  ".5",
  ".inf",
  "-.INF",
  ".nan",
  "2001-01-01",
  "2001-12-14t21:59:43.10-05:00",
  "=",
  "<<",
  "-",
  "- a",
  "?",
  "? a",
  ":",
  "a: b",
  "a:",
  "a #b",
  "a#b",
  "#",
  "&a",
  "*a",
  "!a",
  "|",
  ">",
  "%YAML",
  "@a",
  "`a",
  "[a",
  "{a}",
  "a, b",
  "'a'",
  '"a"',
  'say "a"',
  "it's",
  "a\\n",
  "---",
  "...",
  "--- a",
  "v1.34.8+k3s1",
  "10.1.40.21",
  "10.1.40.0/24",
  "\ud800",
);

const pieces = fc.constantFrom(
  "a",
  "b: c",
  "-",
  "---",
  "...",
  "#",
  "%",
  " ",
  "  ",
  "\t",
  "\n",
  "\n\n",
  "\r",
  "\r\n",
  "x y",
  "\u0085",
  "\u2028",
  "\ufeff",
  "é",
  "😀",
  "\u0000",
  "\u00a0",
  ":",
  "'",
  '"',
  "\\",
);
const multiLine = fc.array(pieces, { maxLength: 12 }).map((parts) => parts.join(""));
const text = fc.oneof(tricky, multiLine, fc.string({ unit: "binary" }), fc.string());
const number = fc.oneof(fc.double(), fc.integer(), fc.constantFrom(-0, 1e21, 1e-7, 1.5e300));
const { data } = fc.letrec<{ data: unknown }>((tie) => ({
  data: fc.oneof(
    { maxDepth: 4, withCrossShrink: true },
    text,
    number,
    fc.boolean(),
    fc.constant(null),
    fc.array(tie("data"), { maxLength: 4 }),
    fc.dictionary(
      text.filter((key) => key !== "__proto__"),
      tie("data"),
      { maxKeys: 4, noNullPrototype: true },
    ),
  ),
}));

test.each(readings)("what is printed is read back by YAML %s", (_version, read) => {
  fc.assert(
    fc.property(data, (value) => {
      expect(read(printYaml(value))).toStrictEqual(value);
    }),
    { numRuns: 5000 },
  );
});

const pyyaml = spawnSync("python3", ["-c", "import yaml"]).status === 0;

/** Reads one printed document per line (as a JSON string) and answers with what it read, floats that JSON lacks spelled out. */
const reader = `
import json, math, sys, yaml
def plain(v):
    if isinstance(v, dict): return {k: plain(x) for k, x in v.items()}
    if isinstance(v, list): return [plain(x) for x in v]
    return {"float": repr(v)} if isinstance(v, float) and not math.isfinite(v) else v
for line in sys.stdin:
    print(json.dumps(plain(yaml.safe_load(json.loads(line)))))
`;

test.skipIf(!pyyaml)("PyYAML, which reads what cloud-init gets, reads the same (skipped without python3-yaml)", () => {
  const values = [...fc.sample(data, 3000), { ["k".repeat(3000)]: "v" }];
  const input = values.map((value) => `${JSON.stringify(printYaml(value))}\n`).join("");
  const { stdout, stderr } = spawnSync("python3", ["-c", reader], { input, encoding: "utf8", maxBuffer: 1e8 });
  expect(stderr).toBe("");
  const lines = stdout.trimEnd().split("\n");
  expect(lines).toHaveLength(values.length);
  for (const [index, value] of values.entries()) expect(JSON.parse(lines[index] ?? "")).toStrictEqual(jsonable(value));
});

function jsonable(value: unknown): unknown {
  if (typeof value === "number" && !Number.isFinite(value))
    return { float: String(value).replace("Infinity", "inf").replace("NaN", "nan") };
  if (Array.isArray(value)) return value.map(jsonable);
  if (typeof value !== "object" || value === null) return value;
  return Object.fromEntries(Object.entries(value).map(([key, item]) => [key, jsonable(item)]));
}

test("text that a YAML 1.1 reader would take for something else is quoted", () => {
  const text = printYaml({
    mode: "0600",
    time: "1:30",
    norway: "no",
    day: "2001-01-01",
    merge: "<<",
    "=": "=",
    none: "",
  });
  expect(text).toBe('mode: "0600"\ntime: "1:30"\nnorway: "no"\nday: "2001-01-01"\nmerge: "<<"\n"=": "="\nnone: ""\n');
});

test("ordinary text stands as it is", () => {
  const text = printYaml({
    cmd: ["systemctl start --no-block k3s", "/bin/sh"],
    version: "v1.34.8+k3s1",
    url: "https://10.1.40.21/a#b",
  });
  expect(text).toBe(
    "cmd:\n  - systemctl start --no-block k3s\n  - /bin/sh\nversion: v1.34.8+k3s1\nurl: https://10.1.40.21/a#b\n",
  );
});

test("text of several lines is a literal block, with indentation and final newlines kept", () => {
  expect(printYaml({ a: "x\ny\n" })).toBe("a: |\n  x\n  y\n");
  expect(printYaml({ a: "x\n\ty" })).toBe("a: |-\n  x\n  \ty\n");
  expect(printYaml({ a: "  x\ny\n\n" })).toBe("a: |2+\n    x\n  y\n\n");
});

test("text that a block would not give back exactly is quoted", () => {
  expect(printYaml({ a: "x\r\ny\r\n" })).toBe('a: "x\\r\\ny\\r\\n"\n');
  expect(printYaml({ a: "x\n  " })).toBe('a: "x\\n  "\n');
  expect(printYaml({ a: "x\n\u2028" })).toBe('a: "x\\n\\u2028"\n');
});

test("the same object in two places is printed twice, without an anchor", () => {
  const shared = { a: [1] };
  expect(printYaml([shared, shared])).toBe("- a:\n    - 1\n- a:\n    - 1\n");
});

test("keys without a value are left out, empty collections keep their kind", () => {
  expect(printYaml({ a: undefined, b: [], c: {}, d: null })).toBe("b: []\nc: {}\nd: null\n");
});

test("what YAML has no plain form for is refused", () => {
  expect(() => printYaml({ a: 1n })).toThrow(TypeError);
  expect(() => printYaml({ a: new Date(0) })).toThrow(TypeError);
});
