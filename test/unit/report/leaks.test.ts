import fc from "fast-check";
import { expect, test } from "vitest";
import { load } from "../../../src/load/load.ts";
import { collect } from "../../../src/report/collect.ts";
import { formats, plainOptions, print } from "../../../src/report/formats.ts";
import { resolve } from "../../../src/resolve/resolve.ts";
import { validate } from "../../../src/validate/validate.ts";
import { filesHost } from "../support/files.ts";

/** Everything that any format prints about a profile, in one text. */
async function printed(text: string): Promise<string> {
  const { value, diagnostics } = await load(filesHost({ "lab.yaml": text }), "lab.yaml");
  const shaped = value.tree && validate(value.tree);
  const resolved = shaped?.value && resolve(shaped.value, value.name, value.attachments);
  const all = collect([...diagnostics, ...(shaped?.diagnostics ?? []), ...(resolved?.diagnostics ?? [])], {
    strict: false,
    allow: [],
  });
  return formats.map((format) => print(all, value.sources, { ...plainOptions, format, width: 500 })).join("");
}

const head = "version: 1\nnetwork:\n  subnet: 10.1.40.0/24\n  gateway: 10.1.40.1\n";
const nodes = 'nodes:\n  - {name: "w{1..3}", role: worker, board: pi-4b, memory: 4GiB, address: 10.1.40.31+}\n';

/** Ways in which a password gets into a profile, and in which it is written wrongly. */
const ways: readonly ((secret: string) => string)[] = [
  (secret) => `${head}  wifi: {ssid: x, password: ${secret}, country: DE}\n${nodes}`,
  (secret) => `${head}  wifi: {ssid: x, country: DE, password: ${secret}}\n${nodes}`,
  (secret) => `${head}  wifi: {ssid: x, passwort: ${secret}, country: DE}\n${nodes}`,
  (secret) => `${head}  wifi: {ssid: x, password: "${secret}, country: DE}\n${nodes}`,
  (secret) => `${head}  wifi: {ssid: x, password:${secret}, country: DE}\n${nodes}`,
  (secret) => `${head}  wifi: {ssid: x, password: {sekret: ${secret}}, country: DE}\n${nodes}`,
  (secret) => `${head}  wifi: {ssid: x, password: {secret: A ${secret}}, country: de}\n${nodes}`,
  (secret) => `${head}  wifi:\n    ssid: x\n    password: ${secret}\n    country: de\n${nodes}`,
  (secret) => `${head}  wifi:\n    ssid: x\n    password = ${secret}\n    country: de\n${nodes}`,
  (secret) => `${head}  wifi:\n    ssid: x\n    password ${secret}\n    country: de\n${nodes}`,
  (secret) => `${head}  wifi:\n    ssid: x\n    pasword:\n      ${secret}\n    country: de\n${nodes}`,
  (secret) =>
    `${head}  wifi:\n    ssid: x\n    password:\n      x: ${secret}\n      y: ${secret}\n    country: de\n${nodes}`,
  (secret) => `${head}  wifi:\n    ssid: x\n    password: '${secret}\n    country: de\n${nodes}`,
  (secret) => `${head}${nodes}k3s: {registries: {configs: {r: {auth: {username: x, passwd: ${secret}}}}}, bogus: 1}\n`,
  (secret) =>
    `${head}${nodes}k3s:\n  registries:\n    configs:\n      r:\n        auth:\n          token: ${secret}\n  bogus: 1\n`,
  (secret) => `${head}${nodes}k3s:\n  config:\n    server_secret: ${secret}\n    agent_secret: ${secret}\n`,
];

test.each([
  "geheim123",
  "*geheim123",
  "&geheim123",
  "!geheim123",
  "@geheim123",
  "geheim123: x",
  "[geheim123",
  "{geheim123}",
  "geheim123, geheim123",
  'gehe"geheim123',
  "a #geheim123",
  "a{1..3}geheim123",
  "{geheim123: 1, geheim123: 2}",
  "- geheim123",
  '"a"geheim123',
  "a}geheim123",
  "> geheim123",
])("a password is printed in no way that it may be written: %s", async (secret) => {
  for (const way of ways) expect(await printed(way(secret)), way(secret)).not.toContain("geheim123");
});

test("nor does any other text behind such a key leave a trace", async () => {
  const word = fc.constantFrom("Qx7Kp", "Zt3Wm", "Vb9Ld");
  const joint = fc.constantFrom(..."\"'{}[],:#&*!|>%@`\\- ?=~/".split(""), ": ", ", ", " #", "- ", "", "  ");
  const secret = fc
    .array(fc.tuple(joint, word, joint), { minLength: 1, maxLength: 3 })
    .map((parts) => parts.flat().join(""))
    // This is how another key looks, and nobody could tell.
    .filter((text) => !/, +\S+\s*:/.test(text));
  await fc.assert(
    fc.asyncProperty(secret, fc.constantFrom(...ways), async (text, way) => {
      const output = await printed(way(text));
      for (const trace of ["Qx7Kp", "Zt3Wm", "Vb9Ld"]) expect(output).not.toContain(trace);
    }),
    { numRuns: 1500 },
  );
});

test("the password of a URL is printed neither in a frame nor in a message", async () => {
  const url = '"mysql://u:geheim123@tcp(h:3306)/db"';
  const text = `${head}${nodes}k3s: {download: {mirror: ${url}}, config: {datastore-endpoint: ${url}, bad_key: 1}}\n`;
  const output = await printed(text);
  expect(output).toContain("mysql://u:");
  expect(output).toContain("bad_key");
  expect(output).not.toContain("geheim123");
});
