import { expect, test } from "vitest";
import { parseYaml } from "../../../src/yaml/parse.ts";
import { remarkAdvice } from "../../../src/yaml/remarks.ts";
import { covered, marked } from "../support/marks.ts";

/** The faults of a text: where, what to write there instead, and else the last note. */
function told(fixture: string) {
  const { text, spans } = marked(fixture);
  const { diagnostics } = parseYaml("a.yaml", text);
  return {
    places: diagnostics.map(({ span }) => [covered(span, text), span?.start]),
    expected: spans.map(({ start, end }) => [text.slice(start, end), start]),
    advice: diagnostics.map(({ suggestion, notes }) => suggestion?.text ?? notes.at(-1)?.message),
    all: JSON.stringify(diagnostics),
  };
}

const spaces = "YAML is indented by spaces only";

test.each([
  ["a colon that is missing behind a section", "«os»\n  image: x\n", "os:"],
  ["a colon that is missing", "os:\n  «image ubuntu-24.04» # x\n  timezone: UTC\n", "image: ubuntu-24.04"],
  ["a space that is missing", "nodes:\n  - «name:dcn1»\n    role: worker\n", "name: dcn1"],
  ["an equals sign", "a: 1\n«cluster = lab»\nb: 2\n", "cluster: lab"],
  ["a sentence", "a: 1\n«this is no YAML»\nb: 2\n", "a key needs a colon and then a space or the end of the line"],
  ["a URL", "a: 1\n«https://example.org»\nb: 2\n", "a key needs a colon and then a space or the end of the line"],
  ["a comma that is missing", "- {name: «dcn1 role: worker»}\n", "dcn1, role: worker"],
  ["text that begins with @", "a: «@edge»\n", '"@edge"'],
  ["backticks for quotes", "a: «`edge`»\n", '"edge"'],
  ["an item without its space", "nodes:\n  «-»{name: a, role: b}\n", "- "],
  ["an item of several lines without its space", "nodes:\n  «-»name: a\n   role: b\n", "- "],
  ["a dash of a word processor", "nodes:\n  «–» name: a\n    role: b\n", "-"],
  [
    "a list behind its key",
    "os:\n  packages: «-» vim\n",
    "begin it on the line below, or write it in brackets: [a, b]",
  ],
  [
    "keys of one level",
    "os:\n   image: x\n  «timezone»: UTC\n",
    "begin it at column 4, below image, or where another line above begins",
  ],
  ["a key of an item, too far to the left", "nodes:\n  - name: a\n   «role»: b\n", "begin it at column 5, below name"],
  [
    "a key of an item, too far to the right",
    "nodes:\n  - name: a\n      «role»: b\n",
    "begin it at column 5, below name",
  ],
  [
    "an item without its hyphen, which is one fault",
    "nodes:\n  - name: a\n    role: b\n  «name»: c\n    role: d\n",
    "if another item of the list begins here, write - before it, at column 3",
  ],
  [
    "a key of an item one column too far to the left, which is one fault",
    "nodes:\n  - name: a\n   «role»: b\n    board: c\n    memory: d\n",
    "begin it at column 5, below name",
  ],
  [
    "an item too far to the left, which is one fault",
    "nodes:\n  - name: a\n    role: b\n «-» name: c\n    role: d\n    board: e\n",
    "begin it at column 3, like the item above",
  ],
  ["a tab for a key of an item", "nodes:\n    - name: a\n«\t»role: b\n", `${spaces}: begin it at column 7`],
  ["a tab for an item", "nodes:\n    - name: a\n      role: b\n«\t»- name: c\n", `${spaces}: begin it at column 5`],
  ["a tab below a key without a value", "a:\n  b: # c\n«\t\t»d: e\n", `${spaces}: begin it at column 5`],
  ["a file indented by tabs", "a:\n«\t»b: c\n", `${spaces}; with two for each tab: \`expand -t 2 a.yaml > new.yaml\``],
  ["items of one list", "a:\n    - b\n   «-» c\n", "begin it at column 5, like the item above"],
  [
    "items at the left",
    "a:\n- b: 1\n  c: 2\n «-» b: 2\n",
    "begin it at column 1, like the item above, or that one at column 2",
  ],
  ["the third item of a list", "a:\n- b: 1\n- c: 2\n «-» d: 2\n", "begin it at column 1, like the item above"],
  ["a section without its colon, which is one fault", "«os»\n  image: x\n  timezone: UTC\n  locale: C\n", "os:"],
  [
    "a key too far to the left, which is one fault",
    "os:\n  image: x\n «timezone»: UTC\n  locale: C\n",
    "begin it at column 3, below image",
  ],
  ["the first of two items without its space", "nodes:\n  «-»{name: a, role: b}\n  - {name: c}\n", "- "],
  ["a template between braces", "cluster: «{{ name }}»\n", "write the value itself: edgegen fills in nothing"],
  [
    "a template for a password",
    "password: «{{ wifi_password }}»\n",
    "write the value itself: edgegen fills in nothing",
  ],
  ["a template within text", "- {name: w«{{ i }}», role: b}\n", "write the value itself: edgegen fills in nothing"],
  ["marks of a word processor around a range", '- {name: «“w{1..3}”», address: "10.1.40.{1..3}"}\n', '"w{1..3}"'],
  [
    "a quotation mark that the next one closes",
    '- {name: «"»w{1..3}, role: b, address: "10.1.40.{1..3}"}\n',
    'close it behind the value: "w{1..3}"',
  ],
  [
    "a quotation mark that nothing closes",
    "- {name: «'»w1, role: b}\n- {name: 'w2', role: b}\n",
    "close it behind the value: 'w1'",
  ],
  ["maps below each other", "nodes:\n  {name: a}\n  «{»name: b}\n", "an item of a list begins with - and a space"],
  ["an item without its space below one that has it", "nodes:\n  - {name: a}\n  «-»{name: b}\n", "- "],
  ["an item of several lines below one that has its space", "nodes:\n  - name: a\n  «-»name: b\n    role: c\n", "- "],
  ["an address without its space", "a:\n- 10.0.0.1\n«-»10.0.0.2\nb: c\n", "- "],
  ["a brace that touches its key", "«os:»{image: x, upgrade: none}\n", "os: "],
  ["an equals sign before a brace", "- «os = »{image: x, upgrade: none}\n", "os: "],
  ["a map behind a brace that touches its key", "«k3s:»{config: {a: b}, tls_san: []}\n", "k3s: "],
  ["text with a bracket in it", "wifi: {ssid: a«]»b, country: DE}\n", "put the whole value in quotes"],
  ["text that ends with a bracket", "wifi: {ssid: a«]», country: DE}\n", "put the whole value in quotes"],
  ["a bracket of another kind", "a: {b: «[»c}, d: [e]}\n", "close it with ], not with }"],
  [
    "a bracket at the left of its key",
    "a:\n  b: {c: d\n «}»\n",
    "begin the line further to the right than the key that the bracket belongs to",
  ],
  ["a colon in a text between braces", "wifi: {ssid: «Home: 5G», country: DE}\n", '"Home: 5G"'],
  [
    "a secret without its braces",
    "wifi: {ssid: a, psk: «secret: wifi»}\n",
    "a secret that has a name stands in braces: {secret: wifi}",
  ],
  [
    "a secret without its braces on a line of its own",
    "psk: «secret: wifi» # x\n",
    "a secret that has a name stands in braces: {secret: wifi}",
  ],
  [
    "a comma or quotes in a password",
    "wifi: {ssid: a, psk: «abc def: ghi»}\n",
    'between { and } a comma stands before the next key; text that holds ": " needs quotes',
  ],
  ["a comma in a list", "a: ['b' «'»c']\n", "between [ and ] a comma stands between two items"],
  ["a comma that a comment hides", "wifi: {ssid: a «#home,»\n  country: DE}\n", remarkAdvice],
  ["a comma before a comment", "{a: b «# home»\n c: d}\n", "between { and } a comma stands before the next key"],
  ["a bracket that a comment hides", "a: {b: c «# home, d: {e: f}}»\ng: h\n", remarkAdvice],
  ["a bracket that a comment hides, and the lines below", "a: {b: [c, «#d]»\n  e: [f]}\ng: h\n", remarkAdvice],
  ["a comma at the end of a line", '{\n "a": «1»\n "b": 2\n}\n', "between { and } a comma stands before the next key"],
])("%s", (_title, fixture, advice) => {
  const found = told(fixture);
  expect(found.places).toEqual(found.expected.map(([text, start]) => [expect.stringContaining(String(text)), start]));
  expect(found.advice).toEqual([advice]);
});

test("a tab more than in the line above is a level more", () => {
  const { advice } = told("a:\n  b: c\nd:\n\te:\n\t\t- f\n\tg: h\n");
  expect(advice).toEqual([3, 5, 3].map((column) => `${spaces}: begin it at column ${column}`));
});

test("of two keys too far to the left, both belong below the one above them", () => {
  const { places, expected, advice } = told("os:\n  image: x\n «timezone»: UTC\n «locale»: C\n");
  expect(places).toEqual(expected);
  const below = "begin it at column 3, below image, or where another line above begins";
  expect(advice).toEqual([below, below]);
});

test.each([
  "wifi:\n  ssid: a\n  password hunter22\n",
  "wifi:\n  ssid: a\n  password:hunter22\n",
  "wifi:\n  password = hunter22\n  ssid: a\n",
  'wifi: {password: "hunter22, ssid: "a"}\n',
])("a password without its colon does not come back: %j", (text) => {
  const { places, all } = told(text);
  expect(places.length).toBeGreaterThan(0);
  expect(all).not.toContain("hunter22");
});
