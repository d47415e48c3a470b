import { createPrivateKey, X509Certificate } from "node:crypto";
import { expect, test } from "vitest";
import type { Bundle, CertifiedKey } from "../../../src/model/bundle.ts";
import { provision } from "../../../src/trust/provision.ts";
import { cluster, entropy, newYear } from "./sample.ts";
import { has, run } from "./tool.ts";

const bundle = await made(newYear);
const k3sAuthorities = Object.entries(bundle.k3s).flatMap(([name, part]) =>
  typeof part === "string" ? [] : [[name, part] as const],
);
const everyPair: readonly (readonly [string, CertifiedKey])[] = [
  ...k3sAuthorities,
  ["root", bundle.root],
  ["intermediate", bundle.intermediate],
  ["operator", bundle.operator],
  ["breakGlass", bundle.breakGlass],
  ["rancher.ca", rancherOf(bundle).ca],
  ["rancher.certificate", rancherOf(bundle).certificate],
];

async function made(now: number): Promise<Bundle> {
  const { value } = await provision(cluster(), undefined, entropy(now));
  if (!value) throw new Error("no bundle");
  return value.bundle;
}

function rancherOf({ rancher }: Bundle) {
  if (!rancher) throw new Error("no rancher");
  return rancher;
}

const parsed = (pair: CertifiedKey) => new X509Certificate(pair.certificate);
const day = 24 * 3600 * 1000;

test.each(everyPair)("%s: the key belongs to the certificate and names its curve", (_name, pair) => {
  expect(pair.key).toMatch(/^-----BEGIN EC PRIVATE KEY-----\n/);
  const key = createPrivateKey(pair.key);
  expect(key.asymmetricKeyDetails).toStrictEqual({ namedCurve: "prime256v1" });
  expect(parsed(pair).checkPrivateKey(key)).toBe(true);
});

test.each(everyPair)(
  "%s: valid from a week before the bundle was made, with a positive serial number of 16 bytes",
  (_name, pair) => {
    const certificate = parsed(pair);
    expect(Date.parse(certificate.validFrom)).toBe(newYear * 1000 - 7 * day);
    expect(certificate.serialNumber).toMatch(/^4[0-9A-F]{31}$/);
  },
);

test("the root holds for 20 years, everything else for 10", () => {
  const years = everyPair.map(([name, pair]) => [name, new Date(parsed(pair).validTo).getUTCFullYear()]);
  const expected = everyPair.map(([name]) => [name, name === "root" ? 2046 : 2036]);
  expect(years).toStrictEqual(expected);
});

test("a root that ends after 2049 is still a certificate that others read", async () => {
  const later = await made(newYear + 10 * 365 * 24 * 3600);
  expect(new Date(parsed(later.root).validTo).getUTCFullYear()).toBeGreaterThan(2050);
});

test("each K3s CA is signed by the intermediate, the intermediate by the root, the root by itself", () => {
  const [root, intermediate] = [parsed(bundle.root), parsed(bundle.intermediate)];
  expect(root.ca && root.verify(root.publicKey) && root.checkIssued(root)).toBe(true);
  expect(intermediate.ca && intermediate.verify(root.publicKey) && intermediate.checkIssued(root)).toBe(true);
  for (const [, pair] of k3sAuthorities) {
    expect(
      parsed(pair).ca && parsed(pair).verify(intermediate.publicKey) && parsed(pair).checkIssued(intermediate),
    ).toBe(true);
  }
});

test("the operator is in edgegen's own group, the break-glass certificate in system:masters, both for clients only", () => {
  const client = parsed(bundle.k3s.clientCa);
  expect(parsed(bundle.operator).subject).toMatch(/^CN=edgegen:operator:[a-z0-9]{8}\nO=edgegen:admins$/);
  expect(parsed(bundle.breakGlass).subject).toBe("CN=system:admin\nO=system:masters");
  for (const pair of [bundle.operator, bundle.breakGlass]) {
    expect(parsed(pair).verify(client.publicKey) && parsed(pair).checkIssued(client)).toBe(true);
    expect(parsed(pair).keyUsage).toStrictEqual(["1.3.6.1.5.5.7.3.2"]);
    expect(parsed(pair).ca).toBe(false);
  }
});

test("Rancher's certificate is a server's, for the server_url's host and the node's address and name", async () => {
  const named = cluster({
    rancher: { version: "v2.13.8", serverUrl: "https://rancher.lab.example:8443/", image: "x" },
  });
  const { value } = await provision(named, undefined, entropy());
  const { ca, certificate } = rancherOf(value?.bundle ?? bundle);
  expect(parsed(certificate).subjectAltName).toBe("DNS:rancher.lab.example, IP Address:10.1.40.21, DNS:dcn0");
  expect(parsed(certificate).keyUsage).toStrictEqual(["1.3.6.1.5.5.7.3.1"]);
  expect(parsed(certificate).verify(parsed(ca).publicKey) && parsed(certificate).checkIssued(parsed(ca))).toBe(true);
});

test("the service-account key is RSA 2048 in PKCS#1 form", () => {
  expect(bundle.k3s.serviceKey).toMatch(/^-----BEGIN RSA PRIVATE KEY-----\n/);
  expect(createPrivateKey(bundle.k3s.serviceKey).asymmetricKeyDetails?.modulusLength).toBe(2048);
});

test.skipIf(!has("openssl"))("openssl finds the extensions of K3s's own script, and nothing else, in a CA", () => {
  const text = run(["openssl", "x509", "-noout", "-text", "-in", "ca.pem"], {
    "ca.pem": bundle.k3s.serverCa.certificate,
  });
  const [, extensions = ""] = /X509v3 extensions:\n(.*) {4}Signature Algorithm/s.exec(text) ?? [];
  const lines = extensions.split("\n").map((line) => line.trim().replace(/^([0-9A-F]{2}:){19}[0-9A-F]{2}$/, "<id>"));
  expect(lines).toStrictEqual([
    "X509v3 Subject Key Identifier:",
    "<id>",
    "X509v3 Authority Key Identifier:",
    "<id>",
    "X509v3 Basic Constraints: critical",
    "CA:TRUE",
    "X509v3 Key Usage: critical",
    "Digital Signature, Key Encipherment, Certificate Sign",
    "",
  ]);
});

test.skipIf(!has("openssl")).each(k3sAuthorities)(
  "openssl verifies the chain of %s strictly, and takes its key",
  (_name, pair) => {
    const files = {
      root: bundle.root.certificate,
      mid: bundle.intermediate.certificate,
      leaf: pair.certificate,
      key: pair.key,
    };
    const chain = ["openssl", "verify", "-x509_strict", "-CAfile", "root", "-untrusted", "mid", "leaf"];
    expect(run(chain, files)).toBe("leaf: OK\n");
    expect(run(["openssl", "ec", "-noout", "-check", "-in", "key"], files)).toContain("EC Key valid.");
  },
);
