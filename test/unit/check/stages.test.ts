import { readdirSync, readFileSync } from "node:fs";
import fc from "fast-check";
import { expect, test } from "vitest";
import { catalogue } from "../../../src/model/catalogue.ts";
import { expectFaults, good, head, read } from "../support/front-end.ts";

test("faults of shape, ranges and rules come in one run, and none of them twice", async () => {
  await expectFaults(
    `version: 1\nnetwork: {subnet: 10.1.40.0/24, gateway: 10.1.40.1, «serch»: []}\nos: {image: «ubuntu»}\nnodes:\n` +
      "  - {name: dcn1, role: control-plane, board: pi-4b, memory: «3GiB», address: 10.1.40.22}\n" +
      "  - {name: «DCN2», role: «wrker», board: pi-4b, memory: 4GiB, address: «10.1.40.22»}\n" +
      '  - {name: "w{1..3}", role: worker, board: pi-4b, memory: 4GiB, address: «"10.1.40.{31..32}"»}\n',
    ["unknown-key", "bad-value", "memory-not-sold", "bad-name", "bad-value", "duplicate-address", "bad-range"],
  );
});

test("what was refused is a stand-in for no other rule", async () => {
  await expectFaults(good.replace("10.1.40.0/24", "«10.1.40.0»"), ["bad-value"]);
  await expectFaults(good.replace("10.1.40.1}", "«10.1.40»}"), ["bad-value"]);
  await expectFaults(good.replace("4GiB", "«4»"), ["wrong-type"]);
  await expectFaults(`${good}access: {user: «Pi Pi»}\nos: {image: raspios-trixie}\n`, ["bad-value"]);
});

test("rules about what is missing say nothing when a file could not be read", async () => {
  const lines = `include: [«gone.yaml»]\n${head}nodes:\n  - {name: dcn2, role: worker, address: 10.1.40.23}\n`;
  await expectFaults(lines, ["include-missing"]);
});

test("every rule file is named after a code", () => {
  const files = readdirSync(new URL("../../../src/check/rules/", import.meta.url));
  const codes = Object.keys(catalogue);
  expect(files.map((name) => name.replace(/\.ts$/, "")).filter((name) => !codes.includes(name))).toEqual([]);
});

test.each(["pi4-2node", "pi3b-8node", "home-3node"])(
  "the profile %s is right, but for the warning that it explains",
  async (name) => {
    const text = readFileSync(new URL(`../../../profiles/${name}.yaml`, import.meta.url), "utf8");
    const { diagnostics } = await read(text);
    expect(diagnostics.map(({ code }) => code)).toEqual(name === "pi3b-8node" ? ["control-plane-memory"] : []);
  },
);

/** Values that somebody might put anywhere in a profile. */
const value = fc.oneof(
  fc.constantFrom(
    "~",
    "true",
    "no",
    "-1",
    "1.5",
    "0600",
    "[]",
    "{}",
    "[{}]",
    "{a: b}",
    '""',
    '"\\u0007"',
    "*x",
    "a+",
    "&x y",
  ),
  fc.constantFrom(
    '"{1..3}"',
    "10.1.40.23+",
    "worker",
    "control-plane",
    "generic",
    "8GiB",
    "{secret: a}",
    "<<",
    ".inf",
    "2026-01-01",
  ),
  fc.stringMatching(/^[a-z0-9 {}[\]:,#&*!|>'"%@`.+-]{0,12}$/),
);

test("no value anywhere in a profile makes a stage throw, and every fault has a place", async () => {
  const profile = readFileSync(new URL("../../../profiles/pi3b-8node.yaml", import.meta.url), "utf8");
  const words = [...profile.matchAll(/(?<=[:,[{] ?)[A-Za-z0-9./+-]+(?=[,\]}\n ])/g)].map(({ index, 0: word }) => ({
    index,
    word,
  }));
  await fc.assert(
    fc.asyncProperty(fc.constantFrom(...words), value, async ({ index, word }, other) => {
      const text = profile.slice(0, index) + other + profile.slice(index + word.length);
      for (const { span } of (await read(text)).diagnostics)
        expect(span && span.start <= span.end && span.end <= text.length).toBe(true);
    }),
    { numRuns: 150 },
  );
});

test("no lines make a stage throw", async () => {
  const key = fc.constantFrom(
    "version",
    "network",
    "nodes",
    "os",
    "k3s",
    "config",
    "roles",
    "worker",
    "defaults",
    "subnet",
    "name",
    "include",
    "access",
  );
  const line = fc
    .tuple(fc.nat(3), fc.constantFrom("", "- "), key, value)
    .map(([depth, dash, name, text]) => `${"  ".repeat(depth)}${dash}${name}: ${text}`);
  await fc.assert(
    fc.asyncProperty(fc.array(line, { maxLength: 12 }), async (lines) => {
      const { diagnostics } = await read(lines.join("\n"));
      expect(diagnostics.every(({ message }) => message.length > 0)).toBe(true);
    }),
    { numRuns: 250 },
  );
});
