import { expect, test } from "vitest";
import { secretText } from "../../../src/model/secret-text.ts";
import { plainOptions, print } from "../../../src/report/formats.ts";
import { read } from "../support/front-end.ts";

const hex = "0123456789abcdef".repeat(4);
const secrets: Readonly<Record<string, string>> = {
  "a token of K3s": `K10${hex}::server:5f1d3c9a`,
  "a key of age": `AGE-SECRET-KEY-1${"QPZRY9X8".repeat(7)}`,
  "a token of Rancher": `token-x7k2m:${"a1b2c3".repeat(9)}`,
  "a token of GitHub": `ghp_${"aB3dE6".repeat(6)}`,
  "a token of GitLab": "glpat-aB3dE6gH9jK2mN5pQ8sT",
  "a web token": `eyJ${"aB3dE6gH".repeat(2)}.eyJ${"aB3dE6gH".repeat(2)}.${"aB3dE6gH".repeat(2)}`,
  "a private key": "-----BEGIN OPENSSH PRIVATE KEY-----",
  "an SSH key": "ssh-ed25519 AAAAC3NzaC1lZDI1NTE5AAAAIAABAgMEBQYHCAkKCwwNDg8QERITFBUWFxgZGhscHR4f",
  "most likely a key or a token": "q8Zr2Vn5Xk1Lp9Wd3Hs7Yb4Jm6Tc0Gf2Qa8Re5Uo1",
};

const node = (name: string, rest = "") =>
  `version: 1\nnetwork: {subnet: 10.1.40.0/24, gateway: 10.1.40.1}\nnodes:\n  - {name: dcn1, role: control-plane, board: pi-4b, memory: 4GiB, address: 10.1.40.22}\n  - {name: ${name}, role: wroker, board: pi-4b, memory: 4GiB, address: 10.1.41.23${rest}}\n`;

/** All that is printed of a profile, in a format that draws frames and in one that does not. */
async function shown(text: string) {
  const { diagnostics } = await read(text);
  const sources = new Map([["lab.yaml", text]]);
  const formats = ["pretty", "json", "line", "github"] as const;
  return {
    diagnostics,
    all: formats.map((format) => print(diagnostics, sources, { ...plainOptions, format })).join(""),
  };
}

test.each(Object.entries(secrets))("%s in place of a name is told so, and shown nowhere", async (what, secret) => {
  const { diagnostics, all } = await shown(node(`"${secret}"`));
  expect(diagnostics.map(({ code }) => code).sort()).toEqual([
    "address-outside-subnet",
    "bad-value",
    "secret-misplaced",
  ]);
  const found = diagnostics.find(({ code }) => code === "secret-misplaced");
  expect(found).toMatchObject({ message: `name of entry 2 of nodes is ${what}`, secret: true });
  if (what !== "an SSH key" && what !== "a private key" && !what.startsWith("most"))
    expect(all).not.toContain(secret.slice(-8));
});

test.each([
  ["cluster: SECRET\n", "cluster"],
  ["access: {user: SECRET}\n", "access.user"],
  ["defaults: {interface: SECRET}\n", "defaults.interface"],
  ["defaults: {labels: {a: SECRET}}\n", "defaults.labels.a"],
  ["defaults: {taints: [SECRET]}\n", "defaults.taints"],
  ["os: {timezone: SECRET}\n", "os.timezone"],
  ["k3s: {config: {kubelet-arg: [SECRET]}}\n", "k3s.config.kubelet-arg"],
  ["os: {? SECRET : 1}\n", "a key of os"],
])("a token of K3s in %j", async (section, place) => {
  const secret = secrets["a token of K3s"] ?? "";
  const { diagnostics, all } = await shown(node("dcn2") + section.replace("SECRET", `"${secret}"`));
  expect(diagnostics.find(({ code }) => code === "secret-misplaced")?.message).toBe(`${place} is a token of K3s`);
  expect(all).not.toContain("5f1d3c9a");
});

test.each([
  "network: {subnet: 10.1.40.0/24, gateway: 10.1.40.1, wifi: {ssid: a, country: IN, password: SECRET}}\n",
  "k3s: {registries: {configs: {r.lan: {auth: {username: SECRET, password: SECRET}}}}}\n",
  "k3s: {config: {token: SECRET}}\n",
])("where a secret belongs nothing is misplaced: %j", async (section) => {
  const text = `version: 1\n${section.replaceAll("SECRET", `"${secrets["a token of Rancher"]}"`)}`;
  const { diagnostics } = await shown(text);
  expect(diagnostics.map(({ code }) => code)).not.toContain("secret-misplaced");
});

test.each([
  "dcn1",
  "raspberry-pi-4-model-b-8gb-in-the-living-room-cabinet",
  "deadbeefdeadbeefdeadbeefdeadbeef",
  "the-quick-brown-fox-jumps-over-the-lazy-dog-twice",
  "k10",
  "age1ql3z7hjy54pw3hyww5ayyfg7zqgvc7w3j2elw8zmrj2kg5sfn9aqmcac8p",
])("%s is no secret", (text) => {
  expect(secretText(text)).toBeUndefined();
});

test("a label may be a commit, and a manifest's path may hold a sum", async () => {
  const commit = "3f786850e387550fdab836ed7e6dc881de23001b";
  const { diagnostics } = await shown(
    `${node("dcn2").replace("wroker", "worker").replace("10.1.41", "10.1.40")}defaults: {labels: {commit: "${commit}"}}\n`,
  );
  expect(diagnostics).toEqual([]);
});

test("a name that could be one, but looks like a key, is a warning that does not show it", async () => {
  const { diagnostics, all } = await shown(
    node("9b1deb4d3b7d4bad9bdd2b0d7b3dcb6d").replace("wroker", "worker").replace("10.1.41", "10.1.40"),
  );
  expect(diagnostics).toMatchObject([{ code: "name-like-secret", severity: "warning", secret: true }]);
  expect(all).not.toContain("9b1deb4d");
});
