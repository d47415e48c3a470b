import { existsSync, mkdtempSync, readdirSync, readFileSync, rmSync, writeFileSync } from "node:fs";
import { tmpdir } from "node:os";
import { dirname, join } from "node:path";
import { afterAll, expect, test } from "vitest";
import { cli } from "../src/cli/cli.ts";
import { testIo } from "./support/test-io.ts";

const folder = mkdtempSync(join(tmpdir(), "edgegen-docs-"));
afterAll(() => rmSync(folder, { recursive: true, force: true }));

const pages = [
  "README.md",
  ...readdirSync("docs")
    .filter((name) => name.endsWith(".md"))
    .map((name) => `docs/${name}`),
];

/** Fenced blocks that begin like a profile. */
const examples = pages.flatMap((page) =>
  [...readFileSync(page, "utf8").matchAll(/```yaml\n(version: 1\n.*?)```/gs)].map((match, at) => ({
    name: `${page}, example ${at + 1}`,
    text: match[1] ?? "",
  })),
);

test("the README shows a profile", () => {
  expect(examples.length).toBeGreaterThan(0);
});

test.each(examples)("$name is a valid profile, without a warning", async ({ text }) => {
  const path = join(folder, "example.yaml");
  writeFileSync(path, text);
  const io = testIo();
  expect(await cli(["validate", "--strict", "--profile", path], io), io.printed.err).toBe(0);
});

test.each(readdirSync("profiles").filter((name) => /^[^.].*(?<!\.secrets|\.lock)\.yaml$/.test(name)))(
  "the shipped profile %s is valid",
  async (name) => {
    const io = testIo();
    expect(await cli(["validate", "--profile", `profiles/${name}`], io), io.printed.err).toBe(0);
  },
);

/** Commands at the beginning of a line, in blocks of shell and in what a build writes; not what stands behind a `#`. */
const commands = [...pages, "test/golden/cases/pi4-2node/expected/README.txt"].flatMap((page) =>
  [...readFileSync(page, "utf8").matchAll(/^ *edgegen (.*?)(?: +#.*)?$/gm)].map(([, command = ""]) => ({
    page,
    command,
  })),
);

test("README and README.txt flash in the same three commands", () => {
  const flashing = (wanted: string) =>
    commands
      .filter(({ page, command }) => page.endsWith(wanted) && /^(?:image|flash)/.test(command))
      .map(({ command }) => command.replace(/(--profile|--node|--base) \S+/g, "$1"));
  expect(flashing("README.md")).toEqual([
    "image --profile --base",
    "flash --profile --node",
    "flash --profile --node --device /dev/sdX",
  ]);
  expect(flashing("README.txt")).toEqual(flashing("README.md"));
});

test.each(commands)("$page: edgegen $command has options that there are", async ({ command }) => {
  const [words = ""] = command.split(" &&");
  const verb = /^secrets \w+|^\w+/.exec(words)?.[0].split(" ") ?? [];
  const io = testIo();
  expect(await cli([...verb, "--help"], io)).toBe(0);
  const options = words.match(/--[a-z-]+/g) ?? [];
  expect(options.filter((option) => !io.printed.out.includes(option))).toEqual([]);
});

const links = (page: string) =>
  [...readFileSync(page, "utf8").matchAll(/\]\((?!https?:)([^)#]+)/g)].map((match) => match[1] ?? "");

test.each([...pages, "CONTRIBUTING.md"])("links in %s lead somewhere", (page) => {
  expect(links(page).filter((link) => !existsSync(join(dirname(page), link)))).toEqual([]);
});
