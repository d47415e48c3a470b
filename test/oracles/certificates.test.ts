import { dirname, join } from "node:path";
import { expect } from "vitest";
import { type Card, cards, fileOf } from "./cards.ts";
import { blocks, type Chain, chain, chainFaults, controlPlanes, type KeyPair, keyFaults, tls } from "./openssl.ts";
import { distinct, oracle, run } from "./oracle.ts";

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

oracle(
  "openssl verifies every certificate on every card against the root beside it, by the node's earliest clock",
  ["openssl"],
  async () => {
    expect(await chainFaults(distinct("certificates", cards().flatMap(chainsOf)))).toEqual([]);
  },
);

/** Something to spoil. */
function controlPlane(): Card {
  const [card] = controlPlanes();
  if (card === undefined) throw new Error("there is no control plane among the cards");
  return card;
}

oracle("openssl is seen to refuse a chain that is too young, broken, or of another root", ["openssl"], async () => {
  const { files, facts } = controlPlane();
  const good = chain("good", blocks(fileOf(files, `${tls}/server-ca.crt`).text), facts.build_epoch);
  const newKey = ["-newkey", "rsa:2048", "-nodes", "-keyout", "/dev/null"];
  const other = await run("openssl", ["req", "-x509", "-quiet", "-subj", "/CN=other", "-days", "9000", ...newKey]);
  expect(await chainFaults([good])).toEqual([]);
  const found = await chainFaults([
    { ...good, at: "young", time: facts.build_epoch - 30 * 86400 },
    { ...good, at: "cut", intermediates: "" },
    { ...good, at: "other", root: `${other.output}\n` },
    { ...good, at: "address", address: "10.99.99.99" },
  ]);
  expect(found.map((text) => text.split(":")[0])).toEqual(["young", "cut", "other", "address"]);
});

const privateKey = /-----BEGIN (?:EC |RSA )?PRIVATE KEY-----/;

function keyPairsOf({ files }: Card): readonly KeyPair[] {
  const keys = files.filter(({ text }) => privateKey.test(text) && text.startsWith("-----BEGIN"));
  return keys.map(({ at, path, text }) => {
    const twin = path.replace(/\.key$/, ".crt").replace(/\/key\.pem$/, "/cert.pem");
    const certificate = files.find((file) => file.path === twin)?.text;
    return { at, key: text, certificate, text: text + certificate };
  });
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
