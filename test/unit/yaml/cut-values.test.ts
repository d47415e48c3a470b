import { expect, test } from "vitest";
import { checkManifest, parseYaml } from "../../../src/yaml/parse.ts";

const codes = (text: string) => parseYaml("a.yaml", text).diagnostics.map(({ code }) => code);

test.each([
  "ssid: Home #5G\n",
  "wifi: {ssid: Home #5G\n }\n",
  "password: a b #1 c\n",
  "auth: {username: robot #ci\n }\n",
  "labels: {team: blue #2\n }\n",
])("%j is cut short", (text) => {
  expect(codes(text)).toEqual(["cut-by-comment"]);
});

test.each([
  ["auth: {username: robot #ci, password: x\n }\n", "the next key"],
  ["auth: {username: robot # ci, password: x\n }\n", "the next key"],
  ["- {address: 10.0.0.1, #rack1, taints: [a]\n }\n", "the next key"],
  ["- {address: 10.0.0.1 # rack 1}\n }\n", "the }"],
  ["a: [x, #y]\n ]\n", "the ]"],
  ["a: [tcp/80 #web,tcp/8443\n ]\n", "a comma"],
  ["a: {b: c #d: e\n }\n", "a colon"],
])("%j: a comment hides %s", (text, what) => {
  const { diagnostics } = parseYaml("a.yaml", text);
  expect(diagnostics.map(({ message }) => message)).toEqual([`a comment begins here, and hides ${what}`]);
});

test.each([
  "ssid: Home # at home\n",
  'ssid: "Home #5G"\n',
  "ssid: Home#5G\n",
  "#ssid: x #y\nssid: Home\n",
  "name: a #1\n",
  "password: {secret: wifi} #todo\n",
  "password: {secret: wifi #todo\n }\n",
  "passwordless_sudo: true #why\n",
  "a: [\n  x, # web, see: https://example.org\n  y # admin: {more} [here]\n]\n",
  "a: [x, #y\n z #last\n ]\n",
  "- {a: b, #c: d,\n  e: f}\n",
  "- {\n  # a: b}, and, c: d\n  #{e: f},\n  g: h # [i]\n }\n",
  "labels: {team: blue, size: 5 #2\n }\n",
  "a: [x] #, y: [z]\n",
  "a: {b: '#c, d: e', f: g#h}\n",
])("%j is as it was meant", (text) => {
  expect(codes(text)).toEqual([]);
});

const object = (kind: string, rest: string) => `apiVersion: v1\nkind: ${kind}\n${rest}`;
const ofManifest = (text: string) => checkManifest("a.yaml", text).map(({ message }) => message);

test("a manifest may hold templates where no name is, and names with colons where Kubernetes has them", () => {
  expect(ofManifest(object("ConfigMap", 'metadata: {name: a}\ndata: {x: "{{ $labels.instance }}"}\n'))).toEqual([]);
  expect(ofManifest(object("ClusterRole", "metadata: {name: 'system:Node'}\n"))).toEqual([]);
  expect(ofManifest(object("Deployment", "metadata: {name: a}\nspec: {replicas: 3}\n"))).toEqual([]);
  expect(ofManifest(object("ConfigMap", "metadata: {name: a}\ndata: {x:, y: text}\n"))).toEqual([]);
});

test("what a Secret holds is not offered again", () => {
  const found = checkManifest("a.yaml", object("Secret", "metadata: {name: a}\nstringData: {pin: 1234}\n"));
  expect(found).toMatchObject([{ message: "what a Secret holds is text", secret: true }]);
  expect(JSON.stringify(found)).not.toContain("1234");
});
