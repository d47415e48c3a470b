// @peculiar/x509 wires its parts by decorators; they need this polyfill before them.
import "reflect-metadata";
import * as x509 from "@peculiar/x509";
import type { CertifiedKey } from "../model/bundle.ts";
import type { Entropy } from "./entropy.ts";
import { fromSec1, generateP256, type KeyPair, toSec1 } from "./keys.ts";
import { randomHex } from "./tokens.ts";

/** What a certificate says, and who says it. Keys are made for it on the spot: P-256, signatures with SHA-256. */
export interface CertificateRequest {
  /** To Kubernetes, CN is the user and O the group; of a server only the alternative names count. */
  readonly commonName: string;
  readonly organization: string;
  readonly notBefore: Date;
  readonly notAfter: Date;
  /** Undefined: the certificate signs itself. */
  readonly issuer?: CertifiedKey | undefined;
}

const { digitalSignature, keyEncipherment, keyCertSign } = x509.KeyUsageFlags;

/** Any CA of the cluster. Extensions: section v3_ca of K3s's contrib/util/generate-custom-ca-certs.sh, without a path length. */
export function issueAuthority(request: CertificateRequest, entropy: Entropy): Promise<CertifiedKey> {
  const usage = digitalSignature | keyEncipherment | keyCertSign;
  const extensions = [
    new x509.BasicConstraintsExtension(true, undefined, true),
    new x509.KeyUsagesExtension(usage, true),
  ];
  return issue(request, extensions, entropy);
}

/** What somebody shows to the Kubernetes API to be let in. */
export function issueClient(request: CertificateRequest, entropy: Entropy): Promise<CertifiedKey> {
  return issue(request, endEntity(x509.ExtendedKeyUsage.clientAuth), entropy);
}

/** A TLS server's certificate. @param names host names and IP addresses, told apart by their form. */
export function issueServer(
  request: CertificateRequest,
  names: readonly string[],
  entropy: Entropy,
): Promise<CertifiedKey> {
  const subjects = names.map((value) => ({ type: isAddress(value) ? ("ip" as const) : ("dns" as const), value }));
  const extensions = [
    ...endEntity(x509.ExtendedKeyUsage.serverAuth),
    new x509.SubjectAlternativeNameExtension(subjects),
  ];
  return issue(request, extensions, entropy);
}

function endEntity(purpose: x509.ExtendedKeyUsage): readonly x509.Extension[] {
  const usage = new x509.KeyUsagesExtension(digitalSignature | keyEncipherment, true);
  return [usage, new x509.ExtendedKeyUsageExtension([purpose])];
}

async function issue(
  request: CertificateRequest,
  extensions: readonly x509.Extension[],
  entropy: Entropy,
): Promise<CertifiedKey> {
  const keys = await generateP256();
  const subject = new x509.Name([{ CN: [request.commonName] }, { O: [request.organization] }]);
  const issuer = request.issuer
    ? await signerOf(request.issuer)
    : { name: subject, signingKey: keys.privateKey, keys: keys.publicKey };
  const certificate = await x509.X509CertificateGenerator.create({
    serialNumber: serialNumber(entropy),
    subject,
    issuer: issuer.name,
    notBefore: request.notBefore,
    notAfter: request.notAfter,
    publicKey: keys.publicKey,
    signingKey: issuer.signingKey,
    extensions: [...(await keyIdentifiers(keys, issuer.keys)), ...extensions],
  });
  return { certificate: `${certificate.toString("pem")}\n`, key: await toSec1(keys.privateKey) };
}

async function signerOf(issuer: CertifiedKey) {
  const certificate = new x509.X509Certificate(issuer.certificate);
  return { name: certificate.subjectName, signingKey: await fromSec1(issuer.key), keys: certificate.publicKey };
}

async function keyIdentifiers(own: KeyPair, issuer: x509.PublicKeyType): Promise<readonly x509.Extension[]> {
  return [
    await x509.SubjectKeyIdentifierExtension.create(own.publicKey),
    await x509.AuthorityKeyIdentifierExtension.create(issuer),
  ];
}

/** 16 bytes whose first one is neither zero nor negative: a positive integer of full length (RFC 5280, 4.1.2.2). */
function serialNumber(entropy: Entropy): string {
  return `4${randomHex(entropy, 16).slice(1)}`;
}

function isAddress(name: string): boolean {
  return name.includes(":") || /^\d+(\.\d+){3}$/.test(name);
}
