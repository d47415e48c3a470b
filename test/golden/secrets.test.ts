import { mkdtempSync, readdirSync, readFileSync, rmSync, statSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { afterAll, beforeAll, expect, test } from "vitest";
import { hostKey, sshPrivateKey } from "../../src/credentials/ssh-key.ts";
import type { Bundle } from "../../src/model/bundle.ts";
import { readBundle } from "../../src/trust/read.ts";
import { buildCase } from "./cases.ts";

const root = mkdtempSync(join(tmpdir(), "edgegen-secrets-"));
afterAll(() => rmSync(root, { recursive: true, force: true }));

const bundle = readBundle(readFileSync("test/golden/test-bundle.secrets.yaml", "utf8"), "bundle").value as Bundle;
const nodes = ["dcn0", "dcn1", "dcn2"] as const;
let cards: ReadonlyMap<string, string>;

beforeAll(async () => {
  const tree = await buildCase("pi4-2node", root);
  cards = new Map(["dcn0", "dcn1", "dcn2"].map((node) => [node, everything(join(tree, node))]));
});

const everything = (folder: string) =>
  readdirSync(folder, { recursive: true, encoding: "utf8" })
    .filter((path) => statSync(join(folder, path)).isFile())
    .map((path) => readFileSync(join(folder, path), "latin1"))
    .join("\n");

/** The second line of a PEM block: enough to find it, however it is indented. */
const body = (pem: string) => pem.split("\n")[2] ?? "";

function secrets({
  k3s,
  rancher,
  nodes: trusts,
}: Bundle): Record<string, readonly [secret: string, on: readonly string[]]> {
  if (!rancher) throw new Error("the test bundle has no Rancher");
  const own = nodes.flatMap((node) => {
    const trust = trusts.get(node);
    if (!trust) throw new Error(`the test bundle has no ${node}`);
    return [
      [`host key of ${node}`, [body(sshPrivateKey(hostKey(trust), node)), [node]]],
      [`node password of ${node}`, [trust.nodePassword, node === "dcn0" ? [] : [node]]],
    ] as const;
  });
  const authorities = (["serverCa", "clientCa", "requestHeaderCa", "etcdServerCa", "etcdPeerCa"] as const).map(
    (name) => [`key of ${name}`, [body(k3s[name].key), ["dcn1"]]] as const,
  );
  return {
    ...Object.fromEntries([...own, ...authorities]),
    "root key": [body(bundle.root.key), []],
    "intermediate key": [body(bundle.intermediate.key), []],
    "service key": [body(k3s.serviceKey), ["dcn1"]],
    "server secret": [k3s.serverSecret, ["dcn1"]],
    "agent secret": [k3s.agentSecret, ["dcn1", "dcn2"]],
    "operator key": [body(bundle.operator.key), []],
    "break-glass key": [body(bundle.breakGlass.key), []],
    "operator's SSH key": [body(bundle.operatorSsh?.privateKey ?? ""), []],
    "Rancher CA key": [body(rancher.ca.key), []],
    "Rancher TLS key": [body(rancher.certificate.key), ["dcn0"]],
    "Rancher bootstrap password": [rancher.bootstrapPassword, ["dcn0"]],
    "registration token": [rancher.defaultToken, ["dcn0", "dcn1"]],
    "system token": [rancher.systemToken, ["dcn0"]],
    "Wi-Fi password that no node uses": [bundle.userSecrets.get("wifi") ?? "", []],
  };
}

test.each(Object.entries(secrets(bundle)))("%s is on exactly the cards that need it", (_name, [secret, on]) => {
  expect(secret.length).toBeGreaterThan(7);
  expect(nodes.filter((node) => cards.get(node)?.includes(secret))).toEqual(on);
});
