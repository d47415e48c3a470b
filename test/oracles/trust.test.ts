import { mkdtempSync, readFileSync, rmSync, statSync, writeFileSync } from "node:fs";
import { tmpdir } from "node:os";
import { dirname, join } from "node:path";
import { afterAll, expect } from "vitest";
import { type Card, cards, fileOf } from "./cards.ts";
import { distinct, type Exhibit, faults, oracle, run } from "./oracle.ts";

const work = mkdtempSync(join(tmpdir(), "edgegen-trust-"));
afterAll(() => rmSync(work, { recursive: true, force: true }));

/** A certificate with those that lead to its root, as one reader on the node gets them. `text` tells equal ones. */
interface Chain extends Exhibit {
  readonly leaf: string;
  readonly intermediates: string;
  readonly root: string;
  /** The moment to judge by, seconds since 1970: the earliest that a node's clock can have. */
  readonly time: number;
  readonly purpose: "any" | "sslserver" | "sslclient";
  readonly address?: string;
}

const blocks = (text: string): readonly string[] =>
  text.match(/-----BEGIN CERTIFICATE-----[^-]*-----END CERTIFICATE-----\n/g) ?? [];

const chain = (at: string, [leaf = "", ...others]: readonly string[], time: number): Chain => ({
  at,
  leaf,
  intermediates: others.slice(0, -1).join(""),
  root: others.at(-1) ?? leaf,
  time,
  purpose: "any",
  text: [leaf, ...others].join(""),
});

/** The certificate files of a card: whole chains, or (Rancher's) one certificate with its CA in another file beside it. */
function chainsOf({ files, facts }: Card): readonly Chain[] {
  const certificates = files.filter(({ text }) => blocks(text).length > 0);
  return certificates.map(({ at, path, text }) => {
    const beside = certificates.find((file) => file.path === join(dirname(path), "cacerts.pem"));
    if (beside === undefined || beside.path === path) return chain(at, blocks(text), facts.build_epoch);
    const served = chain(at, [...blocks(text), ...blocks(beside.text)], facts.build_epoch);
    return { ...served, purpose: "sslserver", address: facts.address };
  });
}

function save(name: string, text: string): string {
  const path = join(mkdtempSync(join(work, "x-")), name);
  writeFileSync(path, text, { mode: 0o600 });
  return path;
}

async function chainFaults(chains: readonly Chain[]): Promise<string[]> {
  const outcomes = await Promise.all(chains.map(verify));
  return faults(chains, outcomes);
}

function verify({ leaf, intermediates, root, time, purpose, address }: Chain) {
  const untrusted = intermediates === "" ? [] : ["-untrusted", save("intermediates", intermediates)];
  const name = address === undefined ? [] : ["-verify_ip", address];
  const when = ["-attime", String(time), "-purpose", purpose, "-x509_strict"];
  return run("openssl", ["verify", ...when, ...name, "-CAfile", save("root", root), ...untrusted, save("leaf", leaf)]);
}

oracle(
  "openssl verifies every certificate on every card against the root beside it, by the node's earliest clock",
  ["openssl"],
  async () => {
    expect(await chainFaults(distinct("certificates", cards().flatMap(chainsOf)))).toEqual([]);
  },
);

/** The card of a control plane, to spoil something of. */
function controlPlane(): Card {
  const card = cards().find(({ facts }) => facts.role === "control-plane");
  if (card === undefined) throw new Error("there is no control plane among the cards");
  return card;
}

const tls = "/var/lib/rancher/k3s/server/tls";

oracle("openssl is seen to refuse a chain that is too young, broken, or of another root", ["openssl"], async () => {
  const { files, facts } = controlPlane();
  const good = chain("good", blocks(fileOf(files, `${tls}/server-ca.crt`).text), facts.build_epoch);
  const config = join(mkdtempSync(join(work, "other-")), "root.pem");
  const other = [
    "-newkey",
    "ec",
    "-pkeyopt",
    "ec_paramgen_curve:P-256",
    "-nodes",
    "-keyout",
    "/dev/null",
    "-out",
    config,
  ];
  await run("openssl", ["req", "-x509", "-subj", "/CN=other", "-days", "9000", ...other]);
  expect(await chainFaults([good])).toEqual([]);
  const found = await chainFaults([
    { ...good, at: "young", time: facts.build_epoch - 30 * 86400 },
    { ...good, at: "cut", intermediates: "" },
    { ...good, at: "other", root: readFileSync(config, "utf8") },
    { ...good, at: "address", address: "10.99.99.99" },
  ]);
  expect(found.map((text) => text.split(":")[0])).toEqual(["young", "cut", "other", "address"]);
});

interface KeyPair extends Exhibit {
  readonly key: string;
  /** The certificate that it must belong to; a signing key of its own has none. */
  readonly certificate: string | undefined;
}

const privateKey = /-----BEGIN (?:EC |RSA )?PRIVATE KEY-----/;

function keyPairsOf({ files }: Card): readonly KeyPair[] {
  const keys = files.filter(({ text }) => privateKey.test(text) && text.startsWith("-----BEGIN"));
  return keys.map(({ at, path, text }) => {
    const twin = path.replace(/\.key$/, ".crt").replace(/\/key\.pem$/, "/cert.pem");
    const certificate = files.find((file) => file.path === twin)?.text;
    return { at, key: text, certificate, text: text + certificate };
  });
}

/** Sound by itself, of the kind that K3s reads (SEC1 with its curve's name, PKCS#1), and the very key of its certificate. */
async function keyFaults(pairs: readonly KeyPair[]): Promise<string[]> {
  return (await Promise.all(pairs.map(keyFault))).flat();
}

async function keyFault({ at, key, certificate }: KeyPair): Promise<string[]> {
  const kind = key.startsWith("-----BEGIN RSA") ? "rsa" : "ec";
  const path = save("key", key);
  const check = await run("openssl", [kind, "-in", path, "-check", "-noout"]);
  if (check.status !== 0) return faults([{ at, text: "" }], [check]);
  if (certificate === undefined) return kind === "rsa" ? [] : [`${at}: there is no certificate for it`];
  const own = await run("openssl", ["pkey", "-in", path, "-pubout"]);
  const certified = await run("openssl", ["x509", "-in", save("certificate", certificate), "-noout", "-pubkey"]);
  return own.output === certified.output ? [] : [`${at}: not the key of the certificate beside it`];
}

oracle("openssl finds every private key sound, and it belongs to the certificate beside it", ["openssl"], async () => {
  expect(await keyFaults(distinct("private keys", cards().flatMap(keyPairsOf)))).toEqual([]);
});

oracle("openssl is seen to refuse a key of another certificate, and a damaged one", ["openssl"], async () => {
  const pairs = keyPairsOf(controlPlane());
  const server = pairs.find(({ at }) => at.endsWith("/tls/server-ca.key"));
  const client = pairs.find(({ at }) => at.endsWith("/tls/client-ca.key"));
  if (server === undefined || client === undefined) throw new Error("the control plane has no CA keys");
  const damaged = server.key.replace(/\n(\S{20})/, (_, start: string) => `\n${start.split("").reverse().join("")}`);
  expect(await keyFaults([{ ...server, at: "other", key: client.key }])).toEqual([
    expect.stringMatching(/^other: not the key/),
  ]);
  expect(await keyFaults([{ ...server, at: "damaged", key: damaged }])).toEqual([
    expect.stringMatching(/^damaged: exit/),
  ]);
});

interface KubeConfig {
  readonly clusters: readonly { cluster: { server: string; "certificate-authority-data": string } }[];
  readonly users: readonly { user: { "client-certificate-data": string; "client-key-data": string } }[];
}

async function view(path: string): Promise<KubeConfig> {
  const { status, output } = await run("kubectl", ["--kubeconfig", path, "config", "view", "--raw", "-o", "json"]);
  if (status !== 0) throw new Error(output);
  return JSON.parse(output);
}

const decoded = (base64: string | undefined) => Buffer.from(base64 ?? "", "base64").toString("utf8");

const controlPlanes = () => cards().filter(({ facts }) => facts.role === "control-plane");

oracle(
  "kubectl reads each kubeconfig, and it fits its control plane on both sides",
  ["kubectl", "openssl"],
  async () => {
    for (const { at, tree, files, facts } of controlPlanes()) {
      const path = join(tree, "kubeconfig");
      expect(statSync(path).mode & 0o777, `${at}: mode of kubeconfig`).toBe(0o600);
      const { clusters, users } = await view(path);
      expect(clusters[0]?.cluster.server, at).toBe(`https://${facts.address}:6443`);

      const clientCa = blocks(fileOf(files, `${tls}/client-ca.crt`).text);
      const client = decoded(users[0]?.user["client-certificate-data"]);
      const operator = chain(`${at}:operator`, [...blocks(client).slice(0, 1), ...clientCa], facts.build_epoch);
      const serverCa = blocks(fileOf(files, `${tls}/server-ca.crt`).text);
      const trusted = blocks(decoded(clusters[0]?.cluster["certificate-authority-data"])).at(-1) ?? "";
      const server = { ...chain(`${at}:server`, serverCa, facts.build_epoch), root: trusted };
      expect(await chainFaults([{ ...operator, purpose: "sslclient" }, server])).toEqual([]);
      const key = decoded(users[0]?.user["client-key-data"]);
      expect(await keyFaults([{ at: `${at}:operator`, key, certificate: client, text: key }])).toEqual([]);
      const subject = await run("openssl", ["x509", "-in", save("client", client), "-noout", "-subject"]);
      expect(subject.output, at).toMatch(/O ?= ?edgegen:admins/);
    }
  },
);

oracle("kubectl is seen to refuse a kubeconfig that is cut short", ["kubectl"], async () => {
  const [card] = controlPlanes();
  const text = readFileSync(join(card?.tree ?? "", "kubeconfig"), "utf8");
  await expect(view(save("cut", text.slice(0, text.indexOf("client-key-data") + 8)))).rejects.toThrow(/error/);
});

/** docs.k3s.io/cli/token: the hash is the root's fingerprint. Returns what does not agree with the root that openssl sees. */
async function tokenFault(at: string, text: string, root: string): Promise<string[]> {
  const { output } = await run("openssl", ["x509", "-in", save("root", root), "-noout", "-fingerprint", "-sha256"]);
  const fingerprint = output.split("=")[1]?.replaceAll(":", "").toLowerCase() ?? "";
  const pinned = /\bK10([0-9a-f]{64})::node:/.exec(text)?.[1];
  return pinned === fingerprint ? [] : [`${at}: pins ${pinned}, the root is ${fingerprint}`];
}

oracle("each worker's token pins the fingerprint of its cluster's root, as openssl sees it", ["openssl"], async () => {
  const found: string[] = [];
  for (const worker of cards().filter(({ facts }) => facts.role === "worker")) {
    const server = controlPlanes().find(({ tree }) => tree === worker.tree);
    const root = blocks(fileOf(server?.files ?? [], `${tls}/server-ca.crt`).text).at(-1) ?? "";
    const config = worker.files.filter(({ path }) => path.startsWith("/etc/rancher/k3s/")).map(({ text }) => text);
    found.push(...(await tokenFault(worker.at, config.join("\n"), root)));
  }
  expect(found).toEqual([]);
});

oracle("a token that pins another certificate is noticed", ["openssl"], async () => {
  const worker = cards().find(({ facts }) => facts.role === "worker");
  const config = fileOf(worker?.files ?? [], "/etc/rancher/k3s/config.yaml").text;
  const notTheRoot = blocks(fileOf(controlPlane().files, `${tls}/server-ca.crt`).text)[0] ?? "";
  expect(await tokenFault("leaf", config, notTheRoot)).toEqual([expect.stringMatching(/^leaf: pins [0-9a-f]{64}/)]);
});
