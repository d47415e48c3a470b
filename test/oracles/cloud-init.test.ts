import { readFileSync } from "node:fs";
import { join } from "node:path";
import { expect } from "vitest";
import { parse } from "yaml";
import { cards } from "./cards.ts";
import { distinct, type Exhibit, faults, judgeInRoot, oracle } from "./oracle.ts";

const seedFiles = (name: string): readonly Exhibit[] =>
  cards().map(({ at, folder }) => ({ at: `${at}:${name}`, text: readFileSync(join(folder, "boot", name), "utf8") }));

/** Silence about deprecations is demanded too: what is deprecated in 25.1 is an error, or ignored, in a later image. */
async function schemaFaults(type: "cloud-config" | "network-config", exhibits: readonly Exhibit[]): Promise<string[]> {
  const argv = ["sh", "-c", 'cat >/tmp/config && cloud-init schema --schema-type "$0" --config-file /tmp/config', type];
  const outcomes = await judgeInRoot(exhibits, ({ text }) => ({ argv, stdin: text }));
  return faults(exhibits, outcomes, (it) => it.status === 0 && it.output === "Valid schema /tmp/config");
}

oracle("cloud-init finds every user-data valid, without a remark", ["root"], async () => {
  expect(await schemaFaults("cloud-config", distinct("user-data", seedFiles("user-data")))).toEqual([]);
});

oracle("cloud-init refuses an unknown key, and remarks on a deprecated one", ["root"], async () => {
  const found = await schemaFaults("cloud-config", [
    { at: "unknown", text: "#cloud-config\nenable_ssh: true\n" },
    { at: "deprecated", text: "#cloud-config\nusers:\n  - {name: edge, sudo: false}\n" },
  ]);
  expect(found).toEqual([expect.stringContaining("enable_ssh"), expect.stringContaining("schema deprecations")]);
});

oracle("cloud-init finds every network-config valid", ["root"], async () => {
  expect(await schemaFaults("network-config", distinct("network-config", seedFiles("network-config")))).toEqual([]);
});

oracle("cloud-init refuses a network-config whose address is none", ["root"], async () => {
  const text = "network:\n  version: 2\n  ethernets:\n    eth0: {addresses: [10.1.40.256/24]}\n";
  expect(await schemaFaults("network-config", [{ at: "bad", text }])).toEqual([expect.stringContaining("10.1.40.256")]);
});

/** Reads documents as cloud-init does; prints each as JSON, which knows no dates and no tags: what YAML made of them shows. */
const readAll =
  "import json, sys, yaml; print(json.dumps([yaml.safe_load(t) for t in json.load(sys.stdin)], default=repr))";

async function misread(exhibits: readonly Exhibit[]): Promise<string[]> {
  const stdin = JSON.stringify(exhibits.map(({ text }) => text));
  const [outcome] = await judgeInRoot([stdin], () => ({ argv: ["python3", "-c", readAll], stdin }));
  if (outcome?.status !== 0) throw new Error(outcome?.output ?? "no answer");
  const read: readonly unknown[] = JSON.parse(outcome.output);
  return exhibits.flatMap(({ at, text }, index) =>
    JSON.stringify(read[index]) === JSON.stringify(parse(text)) ? [] : [`${at}: PyYAML reads something else`],
  );
}

oracle("PyYAML reads from every YAML file of a card what was written into it", ["root"], async () => {
  const onNode = cards().flatMap(({ files }) => files.filter(({ path }) => /\.ya?ml$/.test(path)));
  const seeds = ["user-data", "meta-data", "network-config"].flatMap(seedFiles);
  expect(await misread(distinct("YAML", [...seeds, ...onNode.filter(isOneDocument)]))).toEqual([]);
});

const isOneDocument = ({ text }: Exhibit) => !/^---/m.test(text.replace(/^---/, ""));

oracle("PyYAML is seen to read a bare yes, an octal number and a date in its own way", ["root"], async () => {
  const texts = ["a: yes\n", "a: 0644\n", "a: 2026-11-23\n", "a: 12:30:45\n", "a: plain\n"];
  const found = await misread(texts.map((text) => ({ at: text.trim(), text })));
  expect(found.map((text) => text.slice(0, 8))).toEqual(["a: yes: ", "a: 0644:", "a: 2026-", "a: 12:30"]);
});
