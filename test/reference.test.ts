import { readFileSync } from "node:fs";
import { expect, test } from "vitest";
import { showSize } from "../src/model/size.ts";
import { languageSchema } from "../src/schema/json-schema.ts";
import { fragment } from "./reference/fragment.ts";
import { marker, referencePart } from "./reference/page.ts";
import { keysBelow } from "./support/language-keys.ts";
import { clusterOf } from "./unit/support/front-end.ts";

const [prose = ""] = readFileSync("docs/profile.md", "utf8").split(marker);
const page = prose + referencePart();
const blocks = [...page.matchAll(/```yaml\n(.*?)```/gs)].map(([, text = ""]) => text);
const base = blocks.find((text) => text.includes("# base.yaml")) ?? "";

test("the reference is that of the language", async () => {
  await expect(page).toMatchFileSnapshot("../docs/profile.md");
});

const key = "ssh-ed25519 AAAAC3NzaC1lZDI1NTE5AAAAIGrUtFQ2ZdmcEvGCQ7DnTe1lYCrVnVXKbRV3XcQjnMkB somebody@laptop\n";

/** The cluster of an example laid over the page's base, in which there is no fault and no warning. */
function overBase(example: string) {
  const files = {
    "base.yaml": base,
    "site.yaml": base,
    "manifests/app.yaml": "kind: Namespace\napiVersion: v1\nmetadata: {name: app}\n",
    "/home/ada/.ssh/id_ed25519.pub": key,
  };
  return clusterOf(/^include:/m.test(example) ? example : `include: [base.yaml]\n${example}`, files);
}

const shown = [...new Set(blocks.filter((text) => !/^(?:version: 1\n|# yaml)/.test(text)))];
const inOneLine = (text: string) => text.trim().replace(/\s+/g, " ");

test.each(shown.map((text) => ({ title: inOneLine(text), text })))("on the page, $title", async ({ text }) => {
  await overBase(text);
});

/** What has no effect on the Rancher node, and an image on which its version of Rancher may not run: a profile is told so. */
const notOnRancher = /^roles\.rancher\.(?:labels|taints|k3s|os\.image)/;

const examples = keysBelow(languageSchema())
  .filter(({ path }) => !notOnRancher.test(path))
  .flatMap(({ path, schema }) => (schema.examples ?? []).map((example) => ({ path, text: fragment(path, example) })));

test.each(examples)("in the schema, an example of $path: $text", async ({ text }) => {
  await overBase(text);
});

test("what the page says of layers is so", async () => {
  const { nodes } = await clusterOf(blocks.find((text) => text.includes("roles:\n  worker: {memory")) ?? "");
  for (const { name, board, memoryMiB, os } of nodes) {
    expect(page).toContain(
      `| ${name} | ${board} | ${showSize(memoryMiB)} | ${os.timezone} | ${os.packages.join(", ")} |\n`,
    );
  }
});

test("what the page says of ranges is so", async () => {
  const { nodes } = await clusterOf(blocks.find((text) => text.includes("10.1.41.200+")) ?? "");
  const addresses = new Map(nodes.map(({ name, address }) => [name, address]));
  const said = [...page.matchAll(/\b([aw]\d+) is ([\d.]+\d)/g)];
  expect(said).toHaveLength(4);
  for (const [, name = "", address] of said) expect(addresses.get(name), name).toBe(address);
});
