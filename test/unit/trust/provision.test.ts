import { createPrivateKey, createPublicKey } from "node:crypto";
import { expect, test } from "vitest";
import type { Bundle } from "../../../src/model/bundle.ts";
import type { Cluster } from "../../../src/model/cluster.ts";
import { printBundle } from "../../../src/trust/print.ts";
import { provision } from "../../../src/trust/provision.ts";
import { setUserSecret } from "../../../src/trust/user-secrets.ts";
import { cluster, entropy, newYear, node, placeOf } from "./sample.ts";

const plain = cluster({ rancher: undefined, nodes: [node("dcn1", "control-plane", "10.1.40.22")] });
const full = await extend(cluster(), undefined);

async function extend(wanted: Cluster, existing: Bundle | undefined) {
  const { value, diagnostics } = await provision(wanted, existing, entropy(newYear + 3600));
  if (!value) throw new Error("no bundle");
  return { ...value, diagnostics };
}

test("a first bundle holds what the cluster needs, and says what was made", async () => {
  expect(full.changed).toBe(true);
  expect(full.bundle).toMatchObject({ version: 1, cluster: "lab", created: newYear + 3600, recipients: [] });
  expect([...full.bundle.nodes.keys()]).toStrictEqual(["dcn0", "dcn1", "dcn2"]);
  expect(full.diagnostics).toMatchObject([
    {
      code: "bundle-created",
      severity: "info",
      message:
        "the trust bundle of lab was made, with an SSH key pair for the operator; Rancher's CA, certificate, password and tokens; 3 nodes: dcn0, dcn1, dcn2",
    },
  ]);
});

test("secrets have the shapes that K3s and Rancher want", () => {
  const { k3s, rancher, nodes } = full.bundle;
  expect(k3s.serverSecret).toMatch(/^[a-z0-9]{50}$/);
  expect(k3s.agentSecret).toMatch(/^[a-z0-9]{50}$/);
  expect(rancher?.clusterId).toMatch(/^c-m-[a-z0-9]{8}$/);
  expect(rancher?.defaultToken).toMatch(/^[a-z0-9]{54}$/);
  expect(rancher?.systemToken).toMatch(/^[a-z0-9]{54}$/);
  expect(rancher?.bootstrapPassword.length).toBeGreaterThanOrEqual(12);
  for (const { nodePassword } of nodes.values()) expect(nodePassword).toMatch(/^[0-9a-f]{32}$/);
});

test("no two secrets are the same", () => {
  const { k3s, rancher, nodes } = full.bundle;
  const own = [...nodes.values()].flatMap((trust) => [trust.nodePassword, trust.hostKeySeed]);
  const all = [k3s.serverSecret, k3s.agentSecret, rancher?.defaultToken, rancher?.systemToken, ...own];
  expect(new Set(all).size).toBe(all.length);
});

test("a second run changes nothing and says nothing", async () => {
  const again = await extend(cluster(), full.bundle);
  expect(again).toStrictEqual({ bundle: full.bundle, changed: false, added: [], diagnostics: [] });
});

test("a new node is added and said; everything else stays as it was", async () => {
  const wanted = cluster({ nodes: [...cluster().nodes, node("dcn3", "worker", "10.1.40.24")] });
  const { bundle, changed, diagnostics } = await extend(wanted, full.bundle);
  expect(changed).toBe(true);
  expect(diagnostics).toMatchObject([
    { code: "bundle-extended", message: "the trust bundle of lab was extended by node dcn3" },
  ]);
  const nodes = new Map([...bundle.nodes].filter(([name]) => name !== "dcn3"));
  expect({ ...bundle, nodes }).toStrictEqual(full.bundle);
});

test("many new nodes are said by the first and the last", async () => {
  const workers = Array.from({ length: 10 }, (_, index) => node(`w${index}`, "worker", `10.1.40.${100 + index}`));
  const { diagnostics } = await extend(cluster({ nodes: [...cluster().nodes, ...workers] }), full.bundle);
  expect(diagnostics[0]?.message).toBe("the trust bundle of lab was extended by 10 nodes: w0 ... w9");
});

test("a node that left the profile keeps its place in the bundle: its card may come back", async () => {
  const { bundle, changed } = await extend(cluster({ nodes: cluster().nodes.slice(0, 2) }), full.bundle);
  expect(changed).toBe(false);
  expect(bundle.nodes.has("dcn2")).toBe(true);
});

test("Rancher's part is made when the profile gets a node for it, under the bundle's own dates", async () => {
  const before = await extend(plain, undefined);
  expect(before.bundle.rancher).toBeUndefined();
  const { bundle, diagnostics } = await extend(cluster(), before.bundle);
  expect(bundle.rancher).toBeDefined();
  expect(diagnostics[0]?.message).toBe(
    "the trust bundle of lab was extended by Rancher's CA, certificate, password and tokens; 2 nodes: dcn0, dcn2",
  );
});

test("an SSH key pair is made only for a profile that lists no key", async () => {
  const own = { ...plain.access, sshAuthorizedKeys: ["ssh-ed25519 AAAA me"] };
  const { bundle } = await extend({ ...plain, access: own }, undefined);
  expect(bundle.operatorSsh).toBeUndefined();
  expect((await extend(plain, bundle)).bundle.operatorSsh?.publicKey).toMatch(/^ssh-ed25519 \S+ edgegen@lab\n$/);
});

test("host keys are what another implementation of ed25519 makes of their seeds", () => {
  for (const { hostKeySeed, hostKeyPublic } of full.bundle.nodes.values()) {
    const der = Buffer.concat([
      Buffer.from("302e020100300506032b657004220420", "hex"),
      Buffer.from(hostKeySeed, "base64"),
    ]);
    const { x } = createPublicKey(createPrivateKey({ key: der, format: "der", type: "pkcs8" })).export({
      format: "jwk",
    });
    expect(Buffer.from(x ?? "", "base64url").toString("base64")).toBe(hostKeyPublic);
  }
});

test("a certificate that no longer covers server_url is an error there, and names the cure", async () => {
  const moved = cluster({ rancher: { version: "v2.13.8", serverUrl: "https://rancher.lab.example", image: "x" } });
  const { bundle, changed, diagnostics } = await extend(moved, full.bundle);
  expect({ bundle, changed }).toStrictEqual({ bundle: full.bundle, changed: false });
  expect(diagnostics).toMatchObject([
    {
      code: "certificate-outdated",
      severity: "error",
      message: "Rancher's certificate in the trust bundle is not valid for rancher.lab.example",
      span: placeOf(["rancher", "server_url"]),
    },
  ]);
  expect(diagnostics[0]?.notes.at(-1)?.message).toContain("edgegen secrets rotate --what rancher-certificate");
});

test("where server_url follows the node's address, the error stands at the address", async () => {
  const nodes = [node("dcn0", "rancher", "10.1.40.99"), ...cluster().nodes.slice(1)];
  const rancher = { version: "v2.13.8", serverUrl: "https://10.1.40.99", image: "x" };
  const origin: Cluster["origin"] = (path) => ({
    layer: path[0] === "rancher" ? "built-in" : "node",
    span: placeOf(path),
  });
  const { diagnostics } = await extend(cluster({ nodes, rancher, origin }), full.bundle);
  expect(diagnostics).toMatchObject([{ code: "certificate-outdated", span: placeOf(["nodes", 0, "address"]) }]);
});

test("a Rancher that is met by an IPv6 address or under an upper-case name is no reason to complain", async () => {
  for (const serverUrl of ["https://[fd00:0::0001]/", "https://RANCHER.Lab.example"]) {
    const wanted = cluster({ rancher: { version: "v2.13.8", serverUrl, image: "x" } });
    const first = await extend(wanted, undefined);
    expect((await extend(wanted, first.bundle)).diagnostics).toStrictEqual([]);
  }
});

const wifi = (secret: string) => ({ ...cluster().network, wifi: { ssid: "lab", password: { secret }, country: "IN" } });

test("a secret of the user's that is not set is an error where the profile wants it", async () => {
  const { bundle, changed, diagnostics } = await extend({ ...cluster(), network: wifi("wifi") }, full.bundle);
  expect({ bundle, changed }).toStrictEqual({ bundle: full.bundle, changed: false });
  expect(diagnostics).toMatchObject([
    {
      code: "secret-missing",
      severity: "error",
      message: 'the secret "wifi" is not in the trust bundle',
      span: placeOf(["network", "wifi", "password"]),
      notes: [{ message: "edgegen secrets set wifi --profile NAME asks for it, or reads it from a pipe" }],
    },
  ]);
});

test("a secret that is set satisfies every use of it, and its value is nowhere in a message", async () => {
  const bundle = setUserSecret(full.bundle, "wifi", "correct horse");
  const { diagnostics } = await extend({ ...cluster(), network: wifi("wifi") }, bundle);
  expect(diagnostics).toStrictEqual([]);
});

test("secrets are looked for everywhere in registries, once for nodes that share them", async () => {
  const registries = {
    configs: { "reg:5000": { auth: { username: "u", password: { secret: "reg" } } } },
    list: [{ secret: "x" }],
  };
  const nodes = [
    node("dcn1", "control-plane", "10.1.40.22"),
    node("dcn2", "worker", "10.1.40.23", registries),
    node("dcn3", "worker", "10.1.40.24", registries),
  ];
  const { diagnostics } = await extend({ ...plain, nodes }, (await extend({ ...plain, nodes }, undefined)).bundle);
  const places = diagnostics.map(({ code, span }) => [code, span]);
  expect(places).toStrictEqual([
    ["secret-missing", placeOf(["nodes", 1, "k3s", "registries", "configs", "reg:5000", "auth", "password"])],
    ["secret-missing", placeOf(["nodes", 1, "k3s", "registries", "list", 0])],
  ]);
});

test("what was made is handed over even when a secret is missing", async () => {
  const { changed, diagnostics } = await extend({ ...plain, network: wifi("wifi") }, undefined);
  expect(changed).toBe(true);
  expect(diagnostics.map(({ code }) => code)).toStrictEqual(["bundle-created", "secret-missing"]);
});

test("setting a secret leaves the rest, and replaces an older value", () => {
  const twice = setUserSecret(setUserSecret(full.bundle, "wifi", "a"), "wifi", "b");
  expect(twice).toStrictEqual({ ...full.bundle, userSecrets: new Map([["wifi", "b"]]) });
  expect(printBundle(full.bundle)).not.toContain("wifi");
});
