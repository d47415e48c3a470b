import { createHash, X509Certificate } from "node:crypto";
import { expect, test } from "vitest";
import { agentToken } from "../../../src/credentials/agent-token.ts";
import { certificateChain } from "../../../src/credentials/chain.ts";
import { kubeconfig } from "../../../src/credentials/kubeconfig.ts";
import { caChecksum, importUrl } from "../../../src/credentials/rancher-import.ts";
import { hostKey, knownHostsLine, sshPrivateKey, sshPublicKey } from "../../../src/credentials/ssh-key.ts";
import type { Bundle } from "../../../src/model/bundle.ts";
import { provision } from "../../../src/trust/provision.ts";
import { printYaml } from "../../../src/yaml/print.ts";
import { cluster, entropy } from "../trust/sample.ts";
import { has, run } from "../trust/tool.ts";

const { bundle, rancher, key } = await made();

async function made() {
  const { value } = await provision(cluster(), undefined, entropy());
  const trust = value?.bundle.nodes.get("dcn1");
  if (!value?.bundle.rancher || !trust) throw new Error("no bundle");
  return { bundle: value.bundle, rancher: value.bundle.rancher, key: hostKey(trust) };
}

test("a chain is leaf, intermediate and root, each with a newline behind it", () => {
  const blocks = certificateChain(bundle, bundle.k3s.serverCa).split(/(?<=-----END CERTIFICATE-----\n)/);
  expect(blocks).toStrictEqual([
    bundle.k3s.serverCa.certificate,
    bundle.intermediate.certificate,
    bundle.root.certificate,
  ]);
});

test("the agent token pins the root's DER and carries the agent's secret, not the server's", () => {
  const fingerprint = new X509Certificate(bundle.root.certificate).fingerprint256.replaceAll(":", "").toLowerCase();
  expect(agentToken(bundle)).toBe(`K10${fingerprint}::node:${bundle.k3s.agentSecret}`);
});

test("a rotated agent secret makes another token", () => {
  const rotated: Bundle = { ...bundle, k3s: { ...bundle.k3s, agentSecret: "other" } };
  expect(agentToken(bundle)).not.toBe(agentToken(rotated));
  expect(agentToken(rotated)).toMatch(/::node:other$/);
});

test("the import URL is Rancher's own form, whether or not server_url ends in a slash", () => {
  const url = `https://10.1.40.21/v3/import/${rancher.defaultToken}_${rancher.clusterId}.yaml`;
  expect(importUrl("https://10.1.40.21", rancher)).toBe(url);
  expect(importUrl("https://10.1.40.21/", rancher)).toBe(url);
});

test("the CA checksum is over the trimmed PEM and one newline", () => {
  const expected = createHash("sha256").update(`${rancher.ca.certificate.trimEnd()}\n`).digest("hex");
  expect(caChecksum(rancher)).toBe(expected);
  const spaced = { ...rancher, ca: { ...rancher.ca, certificate: `\n${rancher.ca.certificate}\n\n` } };
  expect(caChecksum(spaced)).toBe(expected);
});

test("an SSH key is always the same file, whatever the moment", () => {
  expect(sshPrivateKey(key, "dcn1")).toBe(sshPrivateKey({ ...key }, "dcn1"));
});

test("known_hosts and the public key name the same key", () => {
  const [, , blob] = knownHostsLine(["dcn1", "10.1.40.22"], key).split(/\s/);
  expect(knownHostsLine(["dcn1", "10.1.40.22"], key)).toBe(`dcn1,10.1.40.22 ssh-ed25519 ${blob}\n`);
  expect(sshPublicKey(key, "dcn1")).toBe(`ssh-ed25519 ${blob} dcn1\n`);
});

test.skipIf(!has("ssh-keygen"))(
  "ssh-keygen reads the private key, with comments of every length, and finds the public one",
  () => {
    for (const comment of ["", "a", "dcn1", "edgegen@pi4-2node", "0123456789012345"]) {
      const found = run(["ssh-keygen", "-y", "-f", "key"], { key: sshPrivateKey(key, comment) });
      expect(found.trimEnd()).toBe(sshPublicKey(key, comment).trimEnd());
    }
  },
);

test("the kubeconfig names cluster, user and context after the cluster, and trusts the whole server CA chain", () => {
  const config = kubeconfig(bundle, "lab", "https://10.1.40.22:6443") as Record<string, never>;
  const base64 = (pem: string) => Buffer.from(pem).toString("base64");
  expect(config).toStrictEqual({
    apiVersion: "v1",
    kind: "Config",
    clusters: [
      {
        name: "lab",
        cluster: {
          server: "https://10.1.40.22:6443",
          "certificate-authority-data": base64(certificateChain(bundle, bundle.k3s.serverCa)),
        },
      },
    ],
    users: [
      {
        name: "lab-operator",
        user: {
          "client-certificate-data": base64(bundle.operator.certificate),
          "client-key-data": base64(bundle.operator.key),
        },
      },
    ],
    contexts: [{ name: "lab", context: { cluster: "lab", user: "lab-operator" } }],
    "current-context": "lab",
  });
});

test("the break-glass kubeconfig is a user of its own", () => {
  const text = printYaml(kubeconfig(bundle, "lab", "https://10.1.40.22:6443", bundle.breakGlass));
  expect(text).toContain("name: lab-break-glass");
  expect(text).toContain(Buffer.from(bundle.breakGlass.key).toString("base64"));
});
