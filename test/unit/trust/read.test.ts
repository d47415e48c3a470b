import fc from "fast-check";
import { expect, test } from "vitest";
import { sha256 } from "../../../src/hash/sha256.ts";
import type { Bundle } from "../../../src/model/bundle.ts";
import { checksumMark, printBundle } from "../../../src/trust/print.ts";
import { provision } from "../../../src/trust/provision.ts";
import { readBundle } from "../../../src/trust/read.ts";
import { setUserSecret } from "../../../src/trust/user-secrets.ts";
import { cluster, entropy, node } from "./sample.ts";

const path = "profiles/lab.secrets.yaml";
const bundle = await made();
const text = printBundle(bundle);

async function made(): Promise<Bundle> {
  const { value } = await provision(cluster(), undefined, entropy());
  if (!value) throw new Error("no bundle");
  return value.bundle;
}

/** The only diagnostic about a text that is no bundle. */
function faultOf(broken: string) {
  const { value, diagnostics } = readBundle(broken, path);
  expect(value).toBeUndefined();
  expect(diagnostics).toHaveLength(1);
  expect(diagnostics[0]?.subject).toBe(path);
  return diagnostics[0];
}

/** A changed bundle with a checksum that is right: what a faulty edgegen might have written. */
function resigned(change: (text: string) => string): string {
  const changed = change(text.slice(0, text.indexOf(checksumMark)));
  expect(changed).not.toBe(text.slice(0, text.indexOf(checksumMark)));
  return `${changed}${checksumMark}${sha256(changed)}\n`;
}

test("a bundle is read back as it was written", () => {
  expect(readBundle(text, path)).toStrictEqual({ value: bundle, diagnostics: [] });
});

test("a bundle with less in it is read back too", () => {
  const { operatorSsh: _ssh, rancher: _rancher, ...rest } = bundle;
  const small: Bundle = {
    ...rest,
    test: true,
    operatorSsh: undefined,
    rancher: undefined,
    nodes: new Map(),
    recipients: ["age1x"],
  };
  expect(readBundle(printBundle(small), path)).toStrictEqual({ value: small, diagnostics: [] });
});

test("a user's secret is read back whatever it holds", () => {
  const name = fc.string({ minLength: 1 }).filter((candidate) => candidate !== "__proto__");
  fc.assert(
    fc.property(name, fc.string({ unit: "binary" }), (key, value) => {
      const changed = setUserSecret(bundle, key, value);
      expect(readBundle(printBundle(changed), path).value?.userSecrets).toStrictEqual(changed.userSecrets);
    }),
    { numRuns: 200 },
  );
});

test("the text does not depend on the order in which nodes and secrets came", () => {
  const reversed = new Map([...bundle.nodes].reverse());
  expect(printBundle({ ...bundle, nodes: reversed })).toBe(text);
});

test("the text says what it is, that it must be kept safe and out of a repository", () => {
  const header = text.slice(0, text.indexOf("version:"));
  expect(header).toContain("trust bundle of the cluster lab");
  expect(header).toContain("Keep it out of every repository");
  expect(header).not.toContain("TEST");
  expect(printBundle({ ...bundle, test: true })).toMatch(/^# TEST ONLY/);
});

test("line ends of Windows and a byte order mark do no harm", () => {
  expect(readBundle(`\ufeff${text.replaceAll("\n", "\r\n")}`, path).value).toStrictEqual(bundle);
});

test("a file that was cut anywhere is known as such", () => {
  fc.assert(
    fc.property(fc.integer({ min: 0, max: text.length - 2 }), (length) => {
      expect(faultOf(text.slice(0, length))?.code).toBe("bundle-damaged");
    }),
  );
});

test("a single changed character is noticed", () => {
  fc.assert(
    fc.property(fc.integer({ min: 0, max: text.length - 2 }), (at) => {
      const other = text[at] === "x" ? "y" : "x";
      expect(readBundle(text.slice(0, at) + other + text.slice(at + 1), path).value).toBeUndefined();
    }),
  );
});

test("half a file says that its end is missing", () => {
  expect(faultOf(text.slice(0, 5000))?.message).toContain("its end is missing");
});

test("an empty file, and one that is no bundle, say so", () => {
  expect(faultOf("\n")?.message).toContain("it is empty");
  expect(faultOf("hello: world\n")?.message).toContain("not a trust bundle");
});

test("a bundle from a newer edgegen is not called damaged, whatever it looks like", () => {
  const fault = faultOf(text.replace("\nversion: 1\n", "\nversion: 2\n"));
  expect(fault).toMatchObject({ code: "bundle-newer", message: expect.stringContaining("version 2") });
});

test("a sealed bundle asks for the identity", () => {
  expect(faultOf("-----BEGIN AGE ENCRYPTED FILE-----\n...")).toMatchObject({
    code: "bundle-sealed",
    notes: [{ message: expect.stringContaining("--identity FILE") }],
  });
});

test.each([
  ["created: 1767225600", "created: soon", "created"],
  ["created: 1767225600", "created: -1", "created"],
  ["recipients: []", "recipients: none", "recipients"],
  ["  server_secret: ", "  server_secret: !!binary ", "k3s.server_secret"],
  ["  agent_secret:", "  agent_secrets:", "k3s"],
  ["  cluster_id: c-m-", "  cluster_id: c-n-", "rancher.cluster_id"],
  ["-----BEGIN RSA PRIVATE KEY-----", "-----BEGIN PRIVATE KEY-----", "k3s.service_key"],
  ["cluster: lab\n", "cluster: lab\nextra: 1\n", "the whole"],
])("a wrong value is named by its key: %s -> %s", (from, to, key) => {
  const { value, diagnostics } = readBundle(
    resigned((whole) => whole.replace(from, to)),
    path,
  );
  expect(value).toBeUndefined();
  expect(diagnostics.map(({ message }) => message).join("\n")).toContain(`: ${key} is not what a bundle holds there`);
});

test.each([
  ["cluster: lab", "cluster: [lab", "is not YAML"],
  ["cluster: lab\n", "cluster: lab\ncluster: lab\n", "line 10 is not YAML"],
  ["cluster: lab", "cluster: *lab", "is not YAML"],
  ["  dcn1 ", "  dcn0 ", "line 2 of its nodes"],
  ["  dcn2 ", "  dcn2  ", "line 3 of its nodes"],
])("a text that cannot be read is named by its line: %j -> %j", (from, to, message) => {
  expect(faultOf(resigned((whole) => whole.replace(from, to)))?.message).toContain(message);
});

test("no message ever holds a secret", () => {
  const secrets = [bundle.k3s.serverSecret, bundle.k3s.agentSecret, bundle.rancher?.bootstrapPassword ?? "?"];
  for (const secret of secrets) {
    for (const broken of [`[${secret}`, `{${secret}`, `*${secret}`, `${secret}: ${secret}`, `"${secret}`]) {
      const { diagnostics } = readBundle(
        resigned((whole) => whole.replace(secret, broken)),
        path,
      );
      expect(diagnostics.length).toBeGreaterThan(0);
      expect(JSON.stringify(diagnostics)).not.toContain(secret);
    }
  }
});

test("the nodes of a large cluster are one block of text, a line each", async () => {
  const nodes = Array.from({ length: 200 }, (_, index) => node(`w${index}`, "worker", "10.0.0.1"));
  const { value } = await provision(cluster({ nodes: [...cluster().nodes, ...nodes] }), bundle, entropy());
  const lines =
    printBundle(value?.bundle ?? bundle)
      .split("\nnodes: |\n")[1]
      ?.split("\n") ?? [];
  expect(lines.filter((line) => /^ {2}\S+ [0-9a-f]{32} \S{44} \S{44}$/.test(line))).toHaveLength(203);
});
