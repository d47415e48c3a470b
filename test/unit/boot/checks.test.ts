import { spawnSync } from "node:child_process";
import { expect, test } from "vitest";
import type { Check } from "../../../src/boot/check.ts";
import { checks, compareBoots, judgeAll, probeScript } from "../../../src/boot/checks.ts";
import { compare } from "../../../src/boot/difference.ts";
import { has, run as tool } from "../trust/tool.ts";
import { expected, expectedFrom } from "./sample.ts";

const byMac = await expectedFrom("test/golden/cases/pi4-2node--generic/profile.yaml", "dcn1");
const wifi = await expectedFrom("test/golden/cases/everything--wifi-ubuntu/profile.yaml", "home0", {
  waitsAt: "k3s-install",
});
const held = expected();
const raspios = expected("dcn1", { node: { ...held.node, os: { ...held.node.os, image: "raspios-trixie" } } });

/** A check that wants its probe to say this. */
const check = (name: string, probe: string, wanted: string, more: Partial<Check> = {}): Check => ({
  name,
  probe: () => probe,
  judge: (seen) => compare(name, seen.trim(), wanted),
  ...more,
});

const run = (script: string) => spawnSync("sh", ["-s"], { input: script, encoding: "utf8" }).stdout;
const verdicts = (list: readonly Check[], output: string) =>
  judgeAll(list, held, output).map(({ name, differences }) => `${name}: ${differences.length}`);

test("each probe's output reaches its own judge, whatever it prints and however it ends", () => {
  const list = [
    check("plain", "echo hello", "hello"),
    check("no-newline", "printf 'hello'", "hello"),
    check("error", "echo hello >&2", "hello"),
    check("silent", ":", ""),
    check("marks", "printf '<plain\\n>silent\\n|x\\n'", "<plain\n>silent\n|x"),
    check("exit", "echo before; exit 3; echo after", "before"),
    check("reader", 'cat; read -r line; echo "[$line]"', "[]"),
    check("folder", "cd /usr; x=1; echo hello", "hello"),
    check("neighbour", 'pwd; echo "$x"', process.cwd()),
  ];
  expect(judgeAll(list, held, run(probeScript(list, held)))).toEqual(
    list.map(({ name }) => ({ name, differences: [] })),
  );
});

test("what is not as it should be is a difference; so is a probe that never came to its end", () => {
  const list = [check("good", "echo yes", "yes"), check("bad", "echo no", "yes"), check("last", "echo yes", "yes")];
  const output = run(probeScript(list, held));
  expect(verdicts(list, output)).toEqual(["good: 0", "bad: 1", "last: 0"]);
  expect(verdicts(list, output.replace("<last\n", ""))).toEqual(["good: 0", "bad: 1", "last: 1"]);
  expect(verdicts(list, "")).toEqual(["good: 1", "bad: 1", "last: 1"]);
});

test("a check that has nothing to look at is neither run nor judged", () => {
  const list = [check("absent", "echo no", "yes", { applies: () => false }), check("good", "echo yes", "yes")];
  expect(probeScript(list, held)).not.toContain("absent");
  expect(verdicts(list, run(probeScript(list, held)))).toEqual(["good: 0"]);
});

test("what must not change from boot to boot", () => {
  const list = [check("steady", "", "", { steady: true }), check("other", "", "")];
  const output = (text: string) => `>steady\n|${text}\n|same\n<steady\n>other\n|${text}\n<other\n`;
  const compared = (second: string) => compareBoots(list, held, output("first"), second);
  expect(compared(output("first"))).toEqual([{ name: "steady", differences: [] }]);
  expect(compared(output("second"))).toEqual([
    { name: "steady", differences: [{ what: "steady at the second boot", found: "second", wanted: "first" }] },
  ]);
  expect(compared("")[0]?.differences).toHaveLength(1);
});

test("names are unique", () => {
  expect(new Set(checks.map(({ name }) => name)).size).toBe(checks.length);
});

const scripts = [...["dcn0", "dcn1", "dcn2"].map((node) => expected(node)), byMac, wifi, raspios].flatMap((each) => [
  probeScript(checks, each),
  probeScript(checks, each, true),
]);

test("at a card's later boots a check may look less far", () => {
  const list = [{ name: "far", probe: () => "echo all", probeAgain: () => "echo some", judge: () => [] }];
  expect(probeScript(list, held)).toContain("echo all");
  expect(probeScript(list, held, true)).toContain("echo some");
  expect(probeScript(list, held, true)).not.toContain("echo all");
});

test("the probes are POSIX shell", () => {
  for (const script of scripts) expect(spawnSync("sh", ["-n"], { input: script, encoding: "utf8" }).stderr).toBe("");
});

test.skipIf(!has("shellcheck"))("and shellcheck has nothing to say against them", () => {
  for (const script of scripts) expect(tool(["shellcheck", "--shell=sh", "-"], {}, script)).toBe("");
});

test("every judge notices that its probe was answered with nothing, or with an error", () => {
  const nothing = "sh: 1: not found\n";
  const blind = checks.filter(({ judge, applies }) => (applies?.(held) ?? true) && judge(nothing, held).length === 0);
  expect(blind.map(({ name }) => name)).toEqual([]);
});
