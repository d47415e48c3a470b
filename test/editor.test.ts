import { readdirSync, readFileSync } from "node:fs";
import { afterAll, beforeAll, expect, test } from "vitest";
import { boardIds, boards } from "../src/model/boards.ts";
import { imageIds, images } from "../src/model/images.ts";
import { type LanguageServer, startLanguageServer } from "./support/language-server.ts";

let server: LanguageServer;
beforeAll(async () => {
  server = await startLanguageServer();
});
afterAll(() => server.close());

let files = 0;
/** A new profile beside the shipped ones, with the line by which they name the schema. */
function open(text: string) {
  files += 1;
  const modeline = "# yaml-language-server: $schema=../schema/profile.schema.json\n";
  return server.open(`profiles/new-${files}.yaml`, modeline + text);
}

const head = "version: 1\nnetwork: {subnet: 10.1.40.0/24, gateway: 10.1.40.1}\n";
const node = "{name: dcn1, role: control-plane, board: pi-4b, memory: 4GiB, address: 10.1.40.22}";
const whole = `${head}nodes: [${node}]\n`;

const profiles = ["profiles", "docs/cookbook"].flatMap((folder) =>
  readdirSync(folder)
    .filter((name) => /^[^.].*(?<!\.secrets)\.yaml$/.test(name))
    .map((name) => `${folder}/${name}`),
);

test.each(profiles)("an editor finds nothing wrong with %s", async (path) => {
  const text = readFileSync(path, "utf8");
  expect(text).toMatch(/^# yaml-language-server: \$schema=(?:\.\.\/)+schema\/profile\.schema\.json\n/);
  expect((await server.open(path, text)).errors).toEqual([]);
  // The schema was read: the same text with a slip of the pen in it is refused.
  expect((await server.open(`${path}.new.yaml`, `${text}\nacces: {}\n`)).errors).not.toEqual([]);
});

test.each([
  ["an unknown key", `${whole}firewal: lan\n`, "5:1 Property firewal is not allowed."],
  [
    "an unknown key of a node",
    `${head}nodes: [{ip: 10.1.40.1, ${node.slice(1)}]\n`,
    "4:10 Property ip is not allowed.",
  ],
  [
    "a word that is none of the choices",
    `${whole}os: {image: raspbian}\n`,
    `5:13 Value is not accepted. Valid values: ${imageIds.map((id) => `"${id}"`).join(", ")}.`,
  ],
  ["a missing key", "version: 1\nnetwork: {subnet: 10.1.40.0/24}\nnodes: []\n", '3:1 Missing property "gateway".'],
  ["a wrong type", `${whole}edge_pulse: {enabled: "yes"}\n`, '5:23 Incorrect type. Expected "boolean".'],
  [
    "a wrong form, in the words of edgegen",
    `${whole}os: {timezone: CET}\n`,
    "5:16 This is not a time zone. Expected: UTC, or an area and a city: Asia/Kolkata, Europe/Berlin.",
  ],
])("an editor marks %s", async (_, text, error) => {
  expect((await open(text)).errors).toEqual([error]);
});

test.each([
  ["a profile that leaves the rest to another file", "include: [site.yaml]\nnetwork: {ntp: [10.1.40.1]}\n"],
  ["sections that are commented out", `${whole}os:\n  # image: generic\nk3s:\n  disable:\n    # - traefik\n`],
  [
    "ranges",
    `${head}nodes:\n  - {name: "w{001..120}", role: worker, board: pi-4b, memory: 4GiB, address: 10.1.40.21+}\n`,
  ],
])("an editor finds nothing wrong with %s", async (_, text) => {
  expect((await open(text)).errors).toEqual([]);
});

test.each([
  ["at the top", "version: 1\n‸\n", ["cluster", "os", "network", "k3s", "rancher", "roles", "nodes"]],
  ["in network", "version: 1\nnetwork:\n  ‸\n", ["subnet", "gateway", "nameservers", "ntp", "wifi"]],
  ["in os", "include: []\nos:\n  ‸\n", ["image", "timezone", "locale", "upgrade", "packages"]],
  [
    "in an entry of nodes",
    `${head}nodes:\n  - name: dcn1\n    ‸\n`,
    ["role", "address", "board", "memory", "mac", "labels"],
  ],
  ["in a role", `${whole}roles:\n  worker:\n    ‸\n`, ["board", "memory", "interface", "edge_pulse"]],
])("an editor completes keys %s, each with what it is for", async (_, text, keys) => {
  const found = new Map(await (await open(text)).complete());
  for (const key of keys) expect(found.get(key), key).toMatch(/^[A-Z].*\./s);
});

const meanings = (ids: readonly string[], table: Readonly<Record<string, { readonly title: string }>>) =>
  ids.map((id) => [id, table[id]?.title]);

test.each([
  [
    "role",
    "nodes:\n  - name: dcn1\n    role: ‸\n",
    [
      ["control-plane", "The K3s server. A cluster has exactly one."],
      ["worker", "Runs the workloads. It joins the control plane by itself."],
      ["rancher", "Runs Rancher, outside the cluster that it manages. At most one."],
    ],
  ],
  ["board", "nodes:\n  - name: dcn1\n    board: ‸\n", meanings(boardIds, boards)],
  ["image", "nodes: []\nos:\n  image: ‸\n", meanings(imageIds, images)],
])("an editor completes the words of %s, each with its meaning", async (_, text, words) => {
  const found = await (await open(head + text)).complete();
  expect(found).toEqual(expect.arrayContaining(words));
});

test("an editor proposes the default and the examples of a text", async () => {
  const found = await (await open(`${whole}os:\n  timezone: ‸\n`)).complete();
  expect(found.map(([label]) => label)).toEqual(["UTC", "Asia/Kolkata", "Europe/Berlin"]);
});

test("no key is proposed twice", async () => {
  const found = await (await open("version: 1\n‸\n")).complete();
  expect(found.filter(([label]) => label === "network")).toHaveLength(1);
});

test.each([
  ["a key", `${whole}os: {time‸zone: UTC}\n`, /^The time zone of the node's clock.* Default: `UTC`\.\n\nExample:/s],
  [
    "a word of a choice",
    `${whole}hardening: base‸line\n`,
    /How much is locked down.*off.*: As the image and K3s come/s,
  ],
  [
    "a key whose default depends on another",
    `${whole}rancher: {server‸_url: "https://dcn0"}\n`,
    /Default: `https:\/\/` and the address of the Rancher node\./,
  ],
])("an editor tells about %s under the mouse", async (_, text, expected) => {
  expect(await (await open(text)).hover()).toMatch(expected);
});
