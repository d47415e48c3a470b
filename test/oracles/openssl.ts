import { mkdtempSync, rmSync, writeFileSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { afterAll } from "vitest";
import { type Card, cards } from "./cards.ts";
import { type Exhibit, faults, run } from "./oracle.ts";

const work = mkdtempSync(join(tmpdir(), "edgegen-openssl-"));
afterAll(() => rmSync(work, { recursive: true, force: true }));

/** A certificate with those that lead to its root, as one reader on the node gets them. `text` tells equal ones. */
export interface Chain extends Exhibit {
  readonly leaf: string;
  readonly intermediates: string;
  readonly root: string;
  /** The moment to judge by, seconds since 1970: the earliest that a node's clock can have. */
  readonly time: number;
  readonly purpose: "any" | "sslserver" | "sslclient";
  readonly address?: string;
}

export const blocks = (text: string): readonly string[] =>
  text.match(/-----BEGIN CERTIFICATE-----[^-]*-----END CERTIFICATE-----\n/g) ?? [];

export const chain = (at: string, [leaf = "", ...others]: readonly string[], time: number): Chain => ({
  at,
  leaf,
  intermediates: others.slice(0, -1).join(""),
  root: others.at(-1) ?? leaf,
  time,
  purpose: "any",
  text: [leaf, ...others].join(""),
});

/** A file of its own for a program that reads only files; gone after the tests. */
export function save(name: string, text: string): string {
  const path = join(mkdtempSync(join(work, "x-")), name);
  writeFileSync(path, text, { mode: 0o600 });
  return path;
}

export async function chainFaults(chains: readonly Chain[]): Promise<string[]> {
  const outcomes = await Promise.all(chains.map(verify));
  return faults(chains, outcomes);
}

function verify({ leaf, intermediates, root, time, purpose, address }: Chain) {
  const untrusted = intermediates === "" ? [] : ["-untrusted", save("intermediates", intermediates)];
  const name = address === undefined ? [] : ["-verify_ip", address];
  const when = ["-attime", String(time), "-purpose", purpose, "-x509_strict"];
  return run("openssl", ["verify", ...when, ...name, "-CAfile", save("root", root), ...untrusted, save("leaf", leaf)]);
}

export interface KeyPair extends Exhibit {
  readonly key: string;
  /** The certificate that it must belong to; a signing key of its own has none. */
  readonly certificate: string | undefined;
}

/** Sound by itself, of the kind that K3s reads (SEC1 with its curve's name, PKCS#1), and the very key of its certificate. */
export async function keyFaults(pairs: readonly KeyPair[]): Promise<string[]> {
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

/** Where K3s keeps its CAs; docs.k3s.io/cli/certificate. */
export const tls = "/var/lib/rancher/k3s/server/tls";

export const controlPlanes = (): readonly Card[] => cards().filter(({ facts }) => facts.role === "control-plane");
