import { expect, test } from "vitest";
import { shape, shapely } from "../support/shape.ts";

const told = (text: string) => shape(text).diagnostics.map(({ message }) => message);

test("lines below an empty section that could be in it are said to be not indented, and nothing is missing then", () => {
  const text = shapely.replace(/network: \{.*\}/, "network:\nsubnet: 10.1.40.0/24\ngateway: 10.1.40.1");
  const line = "this line is not indented: it belongs to `network:` above";
  expect(told(text)).toEqual([line, line]);
});

test("so are those below the last node", () => {
  const text = `${shapely.replace("nodes: []\n", "nodes:\n- name: a\n")}role: worker\nboard: pi-4b\nmemory: 4GiB\n`;
  const line = "this line is not indented: it belongs to the last item of `nodes:` above";
  expect(told(text)).toEqual(['missing key "address" in node "a"', line, line, line]);
});

test.each([
  ["a key above the section", `timezone: UTC\n${shapely}os:\n`],
  ["a section that has something in it", `${shapely}os: {image: generic}\ntimezone: UTC\n`],
])("%s is not meant to be in it", (_title, text) => {
  expect(told(text)).toEqual(['unknown key "timezone" in the profile']);
});
